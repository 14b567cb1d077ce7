# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = The settings of these apps and libraries are known: choose one, enter its address, and see what to write into its configuration.
console_choose_other = Another app
console_choose_other_hint = A web app, single-page app, native app or service whose settings you enter yourself.
console_choose_other_link = Add another app
console_family_libraries = Libraries and frameworks
console_family_monitoring = Monitoring and dashboards
console_family_git = Git forges and builds
console_family_wikis = Wikis and notes
console_family_storage = Storage and media
console_family_chat = Chat
console_family_platform = Kubernetes, Vault and platforms
console_family_proxies = Proxies
console_preset_effect = Adds the app with the settings that it needs. The next page shows, this once, what to write into the app, with its secret.
console_preset_url = Address of the app
console_preset_url_hint = As people open it, such as https://app.example.com or http://localhost:3000.
console_preset_url_wrong = Enter a web address without a query, such as https://app.example.com
console_preset_value = Name in the settings of the app
console_preset_value_wrong = Use letters, digits, hyphens, dots and underscores.
console_preset_client_id_hint = It never changes. Choose another one for a second app of the same kind.
# $app is the name of the app that was added.
console_written_title = Set up { $app }
console_written_lead = Write this into the configuration of the app now: the secret is shown this once. If it is lost, make a new one.
console_written_lead_public = Write this into the configuration of the app. It has no secret.
console_written_documentation = Documentation of the app
console_written_values = Show the values one by one
console_written_done = I have copied it
console_copy = Copy
console_copied = Copied
console_wait_waiting = Waiting for the first sign-in…
console_wait_hint = Open the app and sign in. This page shows it within seconds.
# $app is the name of the app that was added.
console_wait_came = Somebody signed in to { $app }. It works.
console_wait_check = Check now
console_first_sign_in = First sign-in
console_first_sign_in_none = None seen yet
console_apps_empty = No apps yet. Add the first one.
