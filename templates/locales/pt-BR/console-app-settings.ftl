# The settings of an app, on the tabs of its page.

console_app_tab_basics = O aplicativo
console_app_tab_sign_in = Login
console_app_tab_tokens = Tokens e claims
console_app_tab_sign_out = Logout
console_app_tab_access = Quem pode usar
console_setting_default = Não definido
console_setting_example = Por exemplo:
console_settings_change = Alterar estas configurações
console_settings_change_effect = Vale a partir da próxima solicitação do aplicativo. Um campo vazio devolve uma configuração ao valor padrão.
