"""Simplified Chinese texts of the store theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {}

LABELS: dict[str, str] = {
    "accounts.sign_in": "登录",
    "accounts.sign_out": "退出",
    "accounts.username": "用户名",
    "accounts.password": "密码",
}
