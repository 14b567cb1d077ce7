# The settings of an app, on the tabs of its page.

console_app_tab_basics = Aplikacja
console_app_tab_sign_in = Logowanie
console_app_tab_tokens = Tokeny i claimy
console_app_tab_sign_out = Wylogowanie
console_app_tab_access = Kto może z niej korzystać
console_setting_default = Nie ustawiono
console_setting_example = Na przykład:
console_settings_change = Zmień te ustawienia
console_settings_change_effect = Obowiązuje od następnego żądania aplikacji. Puste pole przywraca ustawieniu wartość domyślną.
