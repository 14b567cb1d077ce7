# Apps that users are pushed to by SCIM, in the console.

console_scim = Cuentas en aplicaciones (SCIM)
console_scim_lead = Aplicaciones que reciben una cuenta para cada persona que puede usarlas y saben al momento cuándo alguien ya no puede.
console_scim_none = Ninguna aplicación recibe cuentas todavía. Añade una con la siguiente orden, un archivo o la API.
console_scim_compared = Última comparación
console_scim_users_in = Solo miembros de
console_scim_pushed_groups = Grupos enviados
console_scim_accounts = Cuentas
console_scim_to_come = Pendientes
console_scim_problems = No están como deben
console_scim_problems_none = La aplicación tiene a todos como debe.
console_scim_paused = En pausa, porque la aplicación no aceptó nada durante un día
console_scim_created = Creadas
console_scim_updated = Modificadas
console_scim_deactivated = Desactivadas
console_scim_deleted = Eliminadas
console_scim_unchanged = Sin cambios
console_scim_conflict = Conflicto
console_scim_failed = Error
console_scim_compare = Comparar todo
console_scim_compare_effect = Cada usuario y cada grupo se compara con lo que tiene la aplicación, y se corrigen las diferencias.
console_scim_pause = Pausar
console_scim_pause_effect = No se envía nada a la aplicación hasta que la reanudes. Sus cuentas quedan como están.
console_scim_resume = Reanudar
console_scim_resume_effect = Se revisa a todos y se envía a la aplicación lo que cambió mientras tanto.
