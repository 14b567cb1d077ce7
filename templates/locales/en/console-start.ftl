# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = First steps
console_start_hint = Name this server, see whether it can send email, and add the first app.
console_start_lead = Three steps, in any order. The overview links to this page until you add an app or hide it.
console_start_open = Show the first steps
console_start_name = Name
console_start_name_now = Pages and emails call this server:
console_name_default = This is the default.
# $variable is the name of an environment variable.
console_name_from_variable = It comes from the environment variable { $variable }.
console_name_from_file = It comes from the setting name of the settings file.
console_name_from_console = It was set in the console, and goes before the setting name.
console_source_console = Console
console_rename = Change name of the server
console_rename_effect = Every page and email shows the new name at once, also on the other servers of this installation.
console_rename_hint = Such as the name of your company. Leave it empty to use the name of the settings.
console_start_mail = Email
console_start_mail_server = A mail server is set. Send a test email to see whether it works.
console_start_mail_here = No mail server is set. Emails stay on this machine, where you read them at
console_start_mail_none = No mail server is set: links for a new password, codes and invitations can’t be sent.
console_start_mail_paste = Write this into the settings file with the values of your mail server, and restart this server. The variables DOORWARD_MAIL__URL and DOORWARD_MAIL__FROM do the same.
console_start_app = First app
console_start_app_none = Add an app, copy what it needs into its configuration, and sign in to it.
console_hide_guide = Hide the first steps
console_hide_guide_effect = The overview doesn’t link to them any more, for every administrator. Everything can still be done on the pages of the console.
# $user is the email address or the username of whoever is signed in.
setup_become = Nobody administers this server yet. You are signed in as { $user }: become its owner, and you can add users and apps, and make other people administrators.
setup_become_submit = Become the owner
setup_or_new = or with a new account
setup_have_account = I have an account: sign in
