# Mail in the console.

console_nav_mail = Mail
console_mail_hint = See where emails go, which ones wait, and what they say.
console_mail_server = Mail server
console_mail_encrypted = Encrypted
console_mail_from = Sender
console_mail_servers = Servers of apps
# $setting is the name of a setting of an app.
console_mail_servers_hint = An app whose setting { $setting } names one of these sends its own emails by it. If it is down, other emails still leave.
console_mail_mailbox = There is no mail server. Emails stay in the mailbox of this server, where you can read them.
console_mail_open_mailbox = Open mailbox
# $url and $from are the names of settings.
console_mail_nowhere = No emails are sent. Set { $url } and { $from } in the settings file to offer password links, invitations and notices.
console_mail_waiting = Waiting emails
console_mail_waiting_none = Nothing waits. Emails leave within seconds.
console_mail_given_up = Not delivered lately
console_mail_name = Email
console_mail_to = To
console_mail_texts = Texts
console_mail_subject = Subject
console_mail_text = Plain text
console_mail_html = Show as HTML
console_mail_made_up = The values are made up, and the links lead nowhere.
console_mail_languages = In other languages
console_mail_test = Send test email
console_mail_test_effect = Sends an email to your own address now, and shows what the mail server answers.
console_mail_no_address = Your account has no email address. Add one first.
# $address is the address of the administrator.
console_mail_sent = The mail server took an email to { $address }. Look into the inbox, and among the spam.
console_mail_not_sent = The mail server did not take the email. Its answer is below.
