# 控制台中的邮件。

console_nav_mail = 邮件
console_mail_hint = 查看电子邮件发往何处、哪些在等待，以及内容。
console_mail_server = 邮件服务器
console_mail_encrypted = 已加密
console_mail_from = 发件人
console_mail_servers = 应用的服务器
console_mail_servers_hint = 如果应用的设置 { $setting } 指定了其中一个，该应用的邮件就由它发送。它无法使用时，其他邮件仍会发送。
console_mail_mailbox = 没有邮件服务器。电子邮件保留在此服务器的邮箱中，您可以在那里阅读。
console_mail_open_mailbox = 打开邮箱
console_mail_nowhere = 不会发送电子邮件。请在设置文件中设置 { $url } 和 { $from }，以提供密码链接、邀请和通知。
console_mail_waiting = 等待中的电子邮件
console_mail_waiting_none = 没有等待中的电子邮件。电子邮件会在数秒内发出。
console_mail_given_up = 最近未送达
console_mail_name = 电子邮件
console_mail_to = 收件人
console_mail_texts = 文本
console_mail_subject = 主题
console_mail_text = 纯文本
console_mail_html = 以 HTML 显示
console_mail_made_up = 其中的值是虚构的，链接不指向任何地方。
console_mail_languages = 其他语言
console_mail_test = 发送测试邮件
console_mail_test_effect = 立即向您自己的地址发送一封电子邮件，并显示邮件服务器的回应。
console_mail_no_address = 您的账户没有电子邮件地址。请先添加一个。
console_mail_sent = 邮件服务器已接受发往 { $address } 的电子邮件。请查看收件箱和垃圾邮件。
console_mail_not_sent = 邮件服务器未接受该电子邮件。其回应如下。
