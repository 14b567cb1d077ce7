# El correo en la consola.

console_nav_mail = Correo
console_mail_hint = Mira adónde van los correos, cuáles esperan y qué dicen.
console_mail_server = Servidor de correo
console_mail_encrypted = Cifrado
console_mail_from = Remitente
console_mail_servers = Servidores de las aplicaciones
console_mail_servers_hint = Una aplicación cuyo ajuste { $setting } nombra uno de ellos envía por él sus propios correos. Si no funciona, los demás correos salen igualmente.
console_mail_mailbox = No hay servidor de correo. Los correos se quedan en el buzón de este servidor, donde puedes leerlos.
console_mail_open_mailbox = Abrir buzón
console_mail_nowhere = No se envía ningún correo. Define { $url } y { $from } en el archivo de ajustes para ofrecer enlaces de contraseña, invitaciones y avisos.
console_mail_waiting = Correos en espera
console_mail_waiting_none = Nada espera. Los correos salen en segundos.
console_mail_given_up = Sin entregar últimamente
console_mail_name = Correo
console_mail_to = Para
console_mail_texts = Textos
console_mail_subject = Asunto
console_mail_text = Texto sin formato
console_mail_html = Mostrar como HTML
console_mail_made_up = Los valores son inventados y los enlaces no llevan a ninguna parte.
console_mail_languages = En otros idiomas
console_mail_test = Enviar correo de prueba
console_mail_test_effect = Envía ahora un correo a tu propia dirección y muestra qué responde el servidor.
console_mail_no_address = Tu cuenta no tiene dirección de correo. Añade una primero.
console_mail_sent = El servidor de correo aceptó un correo para { $address }. Mira en la bandeja de entrada y en el correo no deseado.
console_mail_not_sent = El servidor de correo no aceptó el correo. Su respuesta está abajo.
