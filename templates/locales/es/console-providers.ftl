# Los proveedores de identidad en la consola.

console_nav_providers = Proveedores de identidad
console_providers_hint = Mira con qué otros sistemas se inicia sesión y si funciona.
console_providers_none = Aún no hay proveedores de identidad. Declara uno en un archivo y léelo con { $command }.
console_check = Comprobación
console_more_than = Más de { $count }
console_provider_kind = Tipo
console_provider_links = Solo vincular
console_provider_newcomers = Quien es nuevo
console_provider_sign_up = Recibe una cuenta
console_provider_known = Es rechazado
console_provider_linked = Identidades vinculadas
console_provider_redirect = URI de redirección que hay que registrar allí
console_provider_file = Los proveedores se declaran en un archivo, en { $table }. Cámbialo allí y léelo con { $command }.
console_provider_test = Probar proveedor
console_provider_test_effect = Pide al proveedor sus ajustes y claves, y prueba el URI de redirección y el secreto del cliente. Nadie inicia sesión.
console_provider_works = Todo lo que se puede comprobar desde aquí funciona.
console_provider_fails = Algo va mal. Cada línea de abajo dice qué cambiar.
console_provider_disable = Desactivar proveedor
console_provider_disable_effect = Desde ahora nadie puede iniciar sesión con él. Las sesiones que empezaron con él siguen. Cuando se vuelve a aplicar el archivo que lo declara, decide el archivo.
console_provider_enable = Activar proveedor
console_provider_enable_effect = Se puede iniciar sesión con él otra vez. Cuando se vuelve a aplicar el archivo que lo declara, decide el archivo.
