# Cómo se inicia sesión, en la consola.

console_nav_sign_in = Reglas de acceso
console_sign_in_hint = Mira cómo se inicia sesión, en todo y en cada aplicación.
console_sign_in_lead = Qué hace falta para iniciar sesión: las reglas para todos y dónde una aplicación es más estricta.
console_sign_in_everybody = Para todos
console_sign_in_settings = Son ajustes del servidor. Una aplicación puede elegir entre ellos y pedir más.
console_sign_in_apps = Por aplicación
console_sign_in_apps_none = Ninguna aplicación inicia la sesión de nadie todavía. Añade una en Aplicaciones.
console_as_everybody = Como para todos
console_days = { $days ->
    [one] { $days } día
   *[other] { $days } días
}
console_method_password = Contraseña
console_method_passkey = Llave de acceso
console_method_code = Código por correo
console_method_link = Enlace por correo
console_rule_methods = Formas de iniciar sesión, en orden
console_methods_hint = Una por línea: { $names }, o el identificador de un proveedor de identidad. Déjalo vacío para todas.
console_rule_second_factor = Segundo factor
console_rule_second_factor_of = Segundo factor para algunos
console_factor_off = Desactivado
console_factor_offered = Se pide a quien ha configurado uno
console_factor_required = Obligatorio
console_rule_after_providers = Segundo factor también tras un proveedor de identidad
console_rule_trusted = Se confía en los navegadores durante
console_rule_recovery = Espera tras perder el segundo factor
console_rule_recovery_off = No es posible
console_rule_length = Contraseña más corta, en caracteres
console_rule_breaches = Se rechazan las contraseñas robadas
console_rule_sign_up = Quién puede crear una cuenta
console_sign_up_off = Nadie: los administradores añaden usuarios
console_sign_up_invitation = Quien está invitado
console_sign_up_domain = Quien tiene una dirección de { $domains }
console_sign_up_open = Cualquiera con una dirección de correo
console_takes_new_users = Admite usuarios nuevos
console_app_sign_in = Cambiar el acceso
console_app_sign_in_effect = Vale desde el próximo inicio de sesión. Las sesiones siguen; a quien le falte un segundo factor se le pedirá la próxima vez que la aplicación pregunte.
console_method_unknown = { $name } no es una forma de iniciar sesión: revisa la ortografía o declara primero el proveedor de identidad.
