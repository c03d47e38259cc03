"""`python -m signup`: the application at one's own desk, with the SMS in the terminal.

With SIGNUP_SMS_URL set, the SMS go to the vendor instead.
"""

from __future__ import annotations

import os

from signup.sms import HttpSms, print_sms
from signup.web import create_app

__all__ = ["main"]


def main() -> None:
    send_sms = HttpSms.from_environment() if "SIGNUP_SMS_URL" in os.environ else print_sms
    create_app(send_sms=send_sms).run()


if __name__ == "__main__":
    main()
