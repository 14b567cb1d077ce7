# Roles that people ask for: the pages of users, the console and the mails.

access_app = Aplicación
access_role = Rol
access_reason = Motivo
access_until = Hasta
access_no_end = Sin fecha de fin

## Pages of users
access_page = Acceso · { $organization }
account_nav_access = Acceso
access_hint = Un rol te permite hacer más en una aplicación. Solicita uno y decidirá quien sea responsable de la aplicación.
access_none = No hay ningún rol que puedas solicitar. Tu administrador decide qué roles se pueden solicitar.
access_ask = Solicitar acceso
access_ask_title = Solicitar { $role } en { $app }
access_opens = Sin él no puedes abrir la aplicación.
access_your_requests = Tus solicitudes
access_state_open = Espera respuesta
access_state_approved = Aprobada
access_state_refused = No aprobada
access_state_withdrawn = Retirada
access_state_expired = Nadie respondió a tiempo
access_asked = Solicitado
access_withdraw = Retirar solicitud
access_ends = Si nadie responde, la solicitud termina el { $time }.
access_reason_label = ¿Para qué lo necesitas?
access_reason_hint = Lo leerá quien decida. Puedes escribir 500 caracteres.
access_until_label = ¿Hasta cuándo lo necesitas?
access_until_hint = Déjalo vacío si lo necesitas sin fecha de fin. El último día cuenta (UTC).
access_until_longest = El último día posible es { $day }. El último día cuenta (UTC).
access_send = Enviar solicitud
access_sent = Tu solicitud se ha enviado. Encontrarás la respuesta en esta página.
access_was_withdrawn = La solicitud se ha retirado.
access_problem_reason = Di para qué lo necesitas, en 500 caracteres como máximo.
access_problem_until = Elige un día futuro que no sea posterior a lo que permite este rol.
access_problem_waits = Ya has solicitado este rol. La solicitud espera respuesta.
access_problem_many = Has solicitado muchos roles últimamente. Espera las respuestas o retira una solicitud.
access_problem_gone = Este rol no se puede solicitar o ya lo tienes.
access_problem_changed = La aplicación se cambió en el mismo momento. Inténtalo de nuevo.
no_access_title = Todavía no puedes abrir { $app }
no_access_text = Has iniciado sesión como { $user }. Tu cuenta no tiene acceso a { $app }, pero puedes solicitarlo.
no_access_waits = Has solicitado acceso. Tu solicitud espera una respuesta.
no_access_back = Volver a { $app }

## The console
console_nav_access_requests = Solicitudes de acceso
console_access_requests_hint = Aprueba o rechaza los roles que solicitan los usuarios.
console_access_none = Nadie espera respuesta. Un rol se puede solicitar en cuanto su configuración lo permite.
console_access_none_decided = Todavía no se ha decidido nada.
console_access_decided = Decididas
console_access_gives = Qué permite el rol
console_access_wished = Deseado hasta
console_access_given_until = Dado hasta
console_access_by = Decidido por
console_access_answer = Motivo del rechazo
console_access_approve = Aprobar solicitud
console_access_approve_effect = El usuario tiene el rol de inmediato, hasta el día que elijas. Queda en el registro de auditoría con tu nombre.
console_access_refuse = Rechazar solicitud
console_access_refuse_effect = El usuario no recibe el rol y lee tu motivo.
console_access_own = Es tu propia solicitud. Tiene que decidirla otra persona.
console_attention_requests = Solicitudes de acceso que esperan respuesta: { $count }
console_field_requestable = Los usuarios pueden solicitarlo
console_field_longest = Durante cuánto tiempo como máximo
console_field_longest_hint = Días u horas, por ejemplo 30d o 12h. Déjalo vacío si el rol se puede dar sin fecha de fin.
console_role_requestable = Los usuarios pueden solicitar este rol.
console_role_requestable_for = Los usuarios pueden solicitar este rol, por { $longest } como máximo.
console_holder_request = A petición

## Mails
mail_access_requested_subject = Alguien solicita acceso en { $name }
mail_access_requested_title = Alguien solicita acceso
mail_access_requested_text = { $user } solicita un rol. Nada cambia hasta que alguien lo apruebe.
mail_access_requested_button = Ver la solicitud
mail_access_decided_subject = Tu solicitud de acceso en { $name }
mail_access_approved_title = Tu solicitud se ha aprobado
mail_access_approved_text = Tienes el rol que solicitaste. Si no ves ninguna diferencia en la aplicación, vuelve a iniciar sesión en ella.
mail_access_refused_title = Tu solicitud no se ha aprobado
mail_access_refused_text = No recibes el rol que solicitaste.
mail_access_decided_button = Abrir tus solicitudes
