# The settings of an app, on the tabs of its page.

console_app_tab_basics = De app
console_app_tab_sign_in = Inloggen
console_app_tab_tokens = Tokens en claims
console_app_tab_sign_out = Uitloggen
console_app_tab_access = Wie hem mag gebruiken
console_setting_default = Niet ingesteld
console_setting_example = Bijvoorbeeld:
console_settings_change = Deze instellingen wijzigen
console_settings_change_effect = Geldt vanaf het volgende verzoek van de app. Een leeg veld zet een instelling terug op de standaardwaarde.
