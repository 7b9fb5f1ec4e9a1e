"""Simplified Chinese texts of the store theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {
    "letter.enquiry_copy.subject": "我们已收到您的咨询 {reference}",
    "letter.enquiry_copy.body": (
        "感谢您就研究 {trial} 与我们联系。\n\n"
        "您的编号是 {reference}，请妥善保存。\n\n"
        "接下来：研究团队会阅读您的咨询，并按您希望的方式回复，通常在 3 个工作日之内。"
        "与我们联系并不等于参加研究，您也不因此承担任何义务。\n\n"
        "如果您本人或您所咨询的患者感觉病情加重，请不要等待我们的回复，"
        "请立即拨打急救电话或前往最近的医院。\n\n"
        "本邮件由系统自动发送，不包含您所写的内容。如果您没有联系过我们，请忽略本邮件。\n"
    ),
}

LABELS: dict[str, str] = {
    "accounts.sign_in": "登录",
    "accounts.sign_out": "退出",
    "accounts.username": "用户名",
    "accounts.password": "密码",
}
