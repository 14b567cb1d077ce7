# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = Primeros pasos
console_start_hint = Ponle nombre a este servidor, comprueba si puede enviar correos y añade la primera aplicación.
console_start_lead = Tres pasos, en cualquier orden. El resumen enlaza con esta página hasta que añadas una aplicación o la ocultes.
console_start_open = Mostrar los primeros pasos
console_start_name = Nombre
console_start_name_now = Las páginas y los correos llaman a este servidor:
console_name_default = Es el valor predeterminado.
# $variable is the name of an environment variable.
console_name_from_variable = Viene de la variable de entorno { $variable }.
console_name_from_file = Viene del ajuste name del archivo de configuración.
console_name_from_console = Se definió en la consola y tiene prioridad sobre el ajuste name.
console_source_console = Consola
console_rename = Cambiar el nombre del servidor
console_rename_effect = Todas las páginas y correos muestran el nuevo nombre de inmediato, también en los demás servidores de esta instalación.
console_rename_hint = Por ejemplo, el nombre de tu empresa. Déjalo vacío para usar el nombre de la configuración.
console_start_mail = Correo
console_start_mail_server = Hay un servidor de correo configurado. Envía un correo de prueba para ver si funciona.
console_start_mail_here = No hay ningún servidor de correo configurado. Los correos se quedan en este equipo; léelos en
console_start_mail_none = No hay ningún servidor de correo configurado: no se pueden enviar enlaces para una nueva contraseña, códigos ni invitaciones.
console_start_mail_paste = Escribe esto en el archivo de configuración con los valores de tu servidor de correo y reinicia este servidor. Las variables DOORWARD_MAIL__URL y DOORWARD_MAIL__FROM hacen lo mismo.
console_start_app = Primera aplicación
console_start_app_none = Añade una aplicación, copia lo que necesita en su configuración e inicia sesión en ella.
console_hide_guide = Ocultar los primeros pasos
console_hide_guide_effect = El resumen ya no enlaza con ellos, para ningún administrador. Todo se puede seguir haciendo en las páginas de la consola.
# $user is the email address or the username of whoever is signed in.
setup_become = Nadie administra todavía este servidor. Has iniciado sesión como { $user }: conviértete en su propietario y podrás añadir usuarios y aplicaciones, y nombrar a otros administradores.
setup_become_submit = Convertirme en propietario
setup_or_new = o con una cuenta nueva
setup_have_account = Tengo una cuenta: iniciar sesión
