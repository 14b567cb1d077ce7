# The settings of an app, on the tabs of its page.

console_app_tab_basics = Die App
console_app_tab_sign_in = Anmeldung
console_app_tab_tokens = Tokens und Claims
console_app_tab_sign_out = Abmeldung
console_app_tab_access = Wer sie nutzen darf
console_setting_default = Nicht gesetzt
console_setting_example = Zum Beispiel:
console_settings_change = Diese Einstellungen ändern
console_settings_change_effect = Gilt ab der nächsten Anfrage der App. Ein leeres Feld setzt eine Einstellung auf ihre Voreinstellung zurück.
