"""The application's own HTTP, and the doubles that its tests use, never meet ours."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

WAYS = ("replay", "simulate", "live", "record")

NUMBER_FIRST = "sms_number, {double}"
DOUBLE_FIRST = "{double}, sms_number"


class Site(BaseHTTPRequestHandler):
    """A real server that the application talks to."""

    def do_GET(self):
        self.server.visits.append(self.path)
        self.send_response(200)
        self.send_header("content-length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *arguments):
        """Silent."""


@pytest.fixture
def visits(monkeypatch):
    """Run the application's server; its address stands in SITE."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.visits = []
    monkeypatch.setenv("SITE", f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server.visits
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=WAYS)
def run(request, suite):
    """Run what was written in one of the modes, with a cassette where that needs one."""

    def in_its_way(**outcomes):
        if request.param == "replay":
            suite.record(apart=True, **outcomes)
        apart = request.param in ("live", "record")  # where the cashier is beyond all reach
        result = getattr(suite, request.param)(apart=apart, **outcomes)
        assert "sms" not in "".join(path.name for path in suite.path.glob("**/*.yaml"))
        return result

    return in_its_way


@pytest.fixture(params=[NUMBER_FIRST, DOUBLE_FIRST], ids=["double first", "number first"])
def order(request):
    return request.param


def test_the_applications_own_httpx_reaches_its_server(suite, run, visits, simulator):
    suite.beside("asyncio")
    suite.write("""
        import httpx, os

        def test_sync(sms_number):
            assert httpx.get(os.environ["SITE"] + "/sync").text == "hello"
            assert sms_number.wait_for_code()

        @pytest.mark.asyncio
        async def test_async(async_sms_number):
            async with httpx.AsyncClient(base_url=os.environ["SITE"]) as client:
                assert (await client.get("/async")).text == "hello"
                assert await async_sms_number.wait_for_code()
    """)
    run(passed=2)
    assert set(visits) == {"/sync", "/async"}
    assert simulator.account.open == []


def test_respx_mock_sees_nothing_of_ours(suite, run, simulator, order):
    suite.beside("asyncio", "respx")
    suite.write(f"""
        import httpx

        def test_it({order.format(double="respx_mock")}):
            route = respx_mock.get("https://vendor.example/").respond(text="mocked")
            assert sms_number.wait_for_code()
            assert httpx.get("https://vendor.example/").text == "mocked"
            sms_number.cancel()
            assert (route.call_count, len(respx_mock.calls)) == (1, 1)

        @pytest.mark.asyncio
        async def test_async(respx_mock, async_sms_number):
            respx_mock.get("https://vendor.example/").respond(text="mocked")
            assert await async_sms_number.wait_for_code()
            async with httpx.AsyncClient() as client:
                assert (await client.get("https://vendor.example/")).text == "mocked"
            assert len(respx_mock.calls) == 1
    """)
    run(passed=2)
    assert simulator.account.open == []


def test_httpx_mock_sees_nothing_of_ours(suite, run, simulator, order):
    suite.beside("asyncio", "pytest_httpx")
    suite.write(f"""
        import httpx

        def test_it({order.format(double="httpx_mock")}):
            httpx_mock.add_response(url="https://vendor.example/", text="mocked")
            assert sms_number.wait_for_code()
            assert httpx.get("https://vendor.example/").text == "mocked"
            sms_number.cancel()
            assert len(httpx_mock.get_requests()) == 1

        @pytest.mark.asyncio
        async def test_async(httpx_mock, async_sms_number):
            httpx_mock.add_response(url="https://vendor.example/", text="mocked")
            assert await async_sms_number.wait_for_code()
            async with httpx.AsyncClient() as client:
                assert (await client.get("https://vendor.example/")).text == "mocked"
    """)
    run(passed=2)
    assert simulator.account.open == []


def test_vcr_sees_nothing_of_ours(suite, run, simulator, visits):
    suite.beside("asyncio", "recording")
    suite.write("""
        import httpx, os

        @pytest.fixture(scope="module")
        def vcr_cassette_dir(request):
            return str(request.path.parent / "of_vcr")

        @pytest.mark.vcr
        def test_it(sms_number, vcr):
            assert sms_number.wait_for_code()
            assert httpx.get(os.environ["SITE"] + "/vcr").text == "hello"
            sms_number.cancel()
            assert [request.path for request in vcr.requests] == ["/vcr"]

        @pytest.mark.vcr
        @pytest.mark.asyncio
        async def test_async(async_sms_number, vcr):
            assert await async_sms_number.wait_for_code()
            async with httpx.AsyncClient() as client:
                assert (await client.get(os.environ["SITE"] + "/vcr")).text == "hello"
            assert [request.path for request in vcr.requests] == ["/vcr"]
    """)
    suite.ini(addopts="--record-mode=once")
    run(passed=2)
    assert len(visits) == 2
    recorded = [path.read_text() for path in (suite.path / "of_vcr").iterdir()]
    assert len(recorded) == 2
    assert not any("activations" in text or "telegram" in text for text in recorded)
    assert simulator.account.open == []


def test_a_number_asked_for_by_name_is_out_of_the_doubles_reach_too(suite, simulator):
    """In a process of its own, where nothing of ours was imported before the doubles came."""
    suite.beside("respx", "pytest_httpx")
    suite.write("""
        def test_it(respx_mock, httpx_mock, request):
            number = request.getfixturevalue("sms_number")
            assert number.wait_for_code()
            assert len(respx_mock.calls) == len(httpx_mock.get_requests()) == 0
    """)
    suite.record(apart=True, passed=1)
    suite.replay(apart=True, passed=1)
    assert (simulator.account.bought, simulator.account.open) == (1, [])


def test_urllib_is_not_touched(suite, run, visits):
    suite.write("""
        import os, urllib.request

        def test_it(sms_number):
            with urllib.request.urlopen(os.environ["SITE"] + "/urllib") as answer:
                assert answer.read() == b"hello"
            assert sms_number.wait_for_code()
    """)
    run(passed=1)
    assert set(visits) == {"/urllib"}


def test_no_socket_is_opened_where_nothing_is_real(suite):
    suite.beside("asyncio", "socket", "recording")
    suite.write("""
        def test_sync(sms_number): assert sms_number.wait_for_code()

        @pytest.mark.asyncio
        async def test_async(async_sms_number, async_sms_numbers):
            assert await async_sms_number.wait_for_code()
            assert await (await async_sms_numbers.buy()).wait_for_code()
    """)
    suite.record(passed=2)
    for way in (suite.replay, suite.simulate):
        way("--disable-socket", "--allow-unix-socket", passed=2)
        way("--block-network", passed=2)
