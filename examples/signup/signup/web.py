"""The pages: a form for the number, a form for the code, and a welcome."""

from __future__ import annotations

import math
import os
import secrets
import time
from os import PathLike

from flask import (
    Blueprint,
    Flask,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug import Response

from signup.sms import HttpSms, SendSms, SmsNotSent
from signup.store import Store
from signup.verification import Clock, Refused, Verification, normalised

__all__ = ["create_app"]

Page = tuple[str, int, dict[str, str]]

pages = Blueprint("pages", __name__)


def create_app(
    database: str | PathLike[str] | None = None,
    send_sms: SendSms | None = None,
    *,
    clock: Clock = time.time,
) -> Flask:
    """The application on its own SQLite file.

    What is not given comes from the environment: SIGNUP_DATABASE (`signup.sqlite3`),
    SIGNUP_SMS_URL, and SIGNUP_SECRET_KEY, without which sessions and codes that
    were sent do not outlive the process.
    """
    key = os.environ.get("SIGNUP_SECRET_KEY", "").encode() or secrets.token_bytes(32)
    app = Flask(__name__)
    app.config.update(SECRET_KEY=key, SESSION_COOKIE_SAMESITE="Lax")
    app.register_blueprint(pages)
    app.extensions["verification"] = Verification(
        Store(database or os.environ.get("SIGNUP_DATABASE", "signup.sqlite3")),
        send_sms or HttpSms.from_environment(),
        key=key,
        clock=clock,
    )
    return app


def verification() -> Verification:
    found: Verification = current_app.extensions["verification"]
    return found


@pages.get("/")
def home() -> Response:
    return redirect(url_for("pages.welcome" if "account" in session else "pages.signup_form"))


@pages.get("/signup")
def signup_form() -> str:
    return render_template("signup.html")


@pages.post("/signup")
def signup() -> Response:
    phone = normalised(request.form.get("phone", ""))
    verification().start(phone)
    session["pending"] = phone
    return redirect(url_for("pages.verify_form"), 303)


@pages.get("/verify")
def verify_form() -> str | Response:
    if "pending" not in session:
        return redirect(url_for("pages.signup_form"))
    return render_template("verify.html", phone=session["pending"])


@pages.post("/verify")
def verify() -> Response:
    phone = normalised(request.form.get("phone", ""))
    verification().check(phone, request.form.get("code", "").strip())
    session.clear()
    session["account"] = phone
    return redirect(url_for("pages.welcome"), 303)


@pages.post("/resend")
def resend() -> Response:
    phone = normalised(request.form.get("phone", ""))
    verification().resend(phone)
    session["pending"] = phone
    return redirect(url_for("pages.verify_form"), 303)


@pages.get("/welcome")
def welcome() -> str | Response:
    if "account" not in session:
        return redirect(url_for("pages.signup_form"))
    return render_template("welcome.html", phone=session["account"])


@pages.errorhandler(Refused)
def refused(refusal: Refused) -> Page:
    wait = refusal.retry_after
    headers = {} if wait is None else {"Retry-After": str(math.ceil(wait))}
    return form_again(refusal.text), refusal.status, headers


@pages.errorhandler(SmsNotSent)
def not_sent(failure: SmsNotSent) -> Page:
    current_app.logger.error("%s", failure)
    return form_again("We could not send the SMS. Try again in a moment."), 502, {}


def form_again(problem: str) -> str:
    """The form that was sent in, as it was filled, with the problem above it."""
    form = "signup.html" if request.endpoint == "pages.signup" else "verify.html"
    return render_template(form, phone=request.form.get("phone", ""), problem=problem)
