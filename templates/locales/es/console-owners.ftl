# The owners of an app, who administer it.
console_owners_tab = Propietarios
console_owners_lead = Los propietarios gestionan solo esta aplicación: sus roles y las solicitudes de estos, sus secretos, su aspecto y sus direcciones. A quién más deja entrar y qué sabe de los usuarios queda en manos de los administradores.
console_owners_none = Nadie es propietario de esta aplicación. Solo los administradores la cambian.
console_owners_since = Propietario desde
console_owners_by_file = nombrado por un archivo
console_owners_add = Añadir propietario
console_owners_add_effect = El usuario gestiona esta aplicación en la consola y por la API: da sus roles, decide las solicitudes, crea y revoca sus secretos y cambia su aspecto y sus direcciones.
console_owners_remove = Quitar propietario
console_owners_remove_effect = El usuario ya no gestiona esta aplicación. Lo que dio y cambió se mantiene.
console_owners_earlier = Propietarios anteriores
console_owners_until = Propietario hasta
