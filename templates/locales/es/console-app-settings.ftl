# The settings of an app, on the tabs of its page.

console_app_tab_basics = La aplicación
console_app_tab_sign_in = Inicio de sesión
console_app_tab_tokens = Tokens y claims
console_app_tab_sign_out = Cierre de sesión
console_app_tab_access = Quién puede usarla
console_setting_default = Sin definir
console_setting_example = Por ejemplo:
console_settings_change = Cambiar estos ajustes
console_settings_change_effect = Vale desde la próxima solicitud de la aplicación. Un campo vacío devuelve un ajuste a su valor predeterminado.
