# The settings of an app, on the tabs of its page.

console_app_tab_basics = L’app
console_app_tab_sign_in = Accesso
console_app_tab_tokens = Token e claim
console_app_tab_sign_out = Disconnessione
console_app_tab_access = Chi può usarla
console_setting_default = Non impostato
console_setting_example = Ad esempio:
console_settings_change = Modifica queste impostazioni
console_settings_change_effect = Vale dalla prossima richiesta dell’app. Un campo vuoto riporta un’impostazione al valore predefinito.
