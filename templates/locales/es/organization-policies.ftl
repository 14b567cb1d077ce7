# What holds while somebody signs in for an organization.

console_organization_policy_change = Cambiar el inicio de sesión
console_organization_policy_effect = Vale desde el próximo inicio de sesión para la organización. De lo que exigen el servidor, la aplicación y la organización vale lo más estricto.
console_organization_policy_default = Según el servidor y la aplicación
console_organization_policy_required = Obligatorio
console_organization_age = Antigüedad máxima de un inicio de sesión en segundos
console_organization_age_hint = De 60 a 31536000 segundos. Déjalo vacío para lo que digan el servidor y la aplicación.
console_organization_provider = Proveedor de identidad de sus dominios
console_organization_provider_hint = El identificador de un proveedor de identidad. Las direcciones de los dominios verificados inician sesión allí, y aquí no con contraseña ni correo.
