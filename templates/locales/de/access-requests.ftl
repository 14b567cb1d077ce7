# Roles that people ask for: the pages of users, the console and the mails.

access_app = App
access_role = Rolle
access_reason = Grund
access_until = Bis
access_no_end = Ohne Ende

## Pages of users
access_page = Zugriff · { $organization }
account_nav_access = Zugriff
access_hint = Mit Rollen können Sie in einer App mehr tun. Fragen Sie eine an, dann entscheidet, wer für die App verantwortlich ist.
access_none = Es gibt keine Rolle, die Sie anfragen können. Ihr Administrator legt fest, welche Rollen angefragt werden können.
access_ask = Zugriff anfragen
access_ask_title = { $role } in { $app } anfragen
access_opens = Ohne sie können Sie die App nicht öffnen.
access_your_requests = Ihre Anfragen
access_state_open = Wartet auf Antwort
access_state_approved = Genehmigt
access_state_refused = Nicht genehmigt
access_state_withdrawn = Zurückgezogen
access_state_expired = Niemand hat rechtzeitig geantwortet
access_asked = Angefragt
access_withdraw = Anfrage zurückziehen
access_ends = Wenn niemand antwortet, endet die Anfrage am { $time }.
access_reason_label = Wofür brauchen Sie die Rolle?
access_reason_hint = Das liest, wer entscheidet. Sie können 500 Zeichen schreiben.
access_until_label = Bis wann brauchen Sie die Rolle?
access_until_hint = Lassen Sie das Feld leer, wenn Sie die Rolle ohne Ende brauchen. Der letzte Tag zählt mit (UTC).
access_until_longest = Der späteste Tag ist { $day }. Der letzte Tag zählt mit (UTC).
access_send = Anfrage senden
access_sent = Ihre Anfrage ist gesendet. Die Antwort finden Sie auf dieser Seite.
access_was_withdrawn = Die Anfrage ist zurückgezogen.
access_problem_reason = Schreiben Sie in höchstens 500 Zeichen, wofür Sie die Rolle brauchen.
access_problem_until = Wählen Sie einen Tag in der Zukunft, der nicht später ist, als diese Rolle erlaubt.
access_problem_waits = Sie haben diese Rolle schon angefragt. Die Anfrage wartet auf Antwort.
access_problem_many = Sie haben zuletzt viele Rollen angefragt. Warten Sie die Antworten ab, oder ziehen Sie eine Anfrage zurück.
access_problem_gone = Diese Rolle kann nicht angefragt werden, oder Sie haben sie schon.
access_problem_changed = Die App wurde im selben Moment geändert. Versuchen Sie es noch einmal.
no_access_title = Sie können { $app } noch nicht öffnen
no_access_text = Sie sind als { $user } angemeldet. Ihr Konto hat keinen Zugriff auf { $app }, aber Sie können ihn anfragen.
no_access_waits = Sie haben Zugriff angefragt. Ihre Anfrage wartet auf eine Antwort.
no_access_back = Zurück zu { $app }

## The console
console_nav_access_requests = Zugriffsanfragen
console_access_requests_hint = Genehmigen Sie Rollen, die Benutzer anfragen, oder lehnen Sie sie ab.
console_access_none = Niemand wartet auf Antwort. Eine Rolle kann angefragt werden, sobald ihre Einstellungen es erlauben.
console_access_none_decided = Es wurde noch nichts entschieden.
console_access_decided = Entschieden
console_access_gives = Was die Rolle erlaubt
console_access_wished = Gewünscht bis
console_access_given_until = Gegeben bis
console_access_by = Entschieden von
console_access_answer = Grund der Ablehnung
console_access_approve = Anfrage genehmigen
console_access_approve_effect = Der Benutzer hat die Rolle sofort, bis zu dem Tag, den Sie wählen. Im Audit-Log steht es mit Ihrem Namen.
console_access_refuse = Anfrage ablehnen
console_access_refuse_effect = Der Benutzer bekommt die Rolle nicht und liest Ihren Grund.
console_access_own = Das ist Ihre eigene Anfrage. Jemand anderes muss darüber entscheiden.
console_attention_requests = Zugriffsanfragen, die auf Antwort warten: { $count }
console_field_requestable = Benutzer dürfen sie anfragen
console_field_longest = Wie lange höchstens
console_field_longest_hint = Tage oder Stunden, zum Beispiel 30d oder 12h. Lassen Sie das Feld leer, wenn die Rolle ohne Ende gegeben werden darf.
console_role_requestable = Benutzer dürfen diese Rolle anfragen.
console_role_requestable_for = Benutzer dürfen diese Rolle anfragen, für höchstens { $longest }.
console_holder_request = Auf Anfrage

## Mails
mail_access_requested_subject = Jemand fragt Zugriff bei { $name } an
mail_access_requested_title = Jemand fragt Zugriff an
mail_access_requested_text = { $user } fragt eine Rolle an. Nichts ändert sich, bis jemand sie genehmigt.
mail_access_requested_button = Anfrage ansehen
mail_access_decided_subject = Ihre Zugriffsanfrage bei { $name }
mail_access_approved_title = Ihre Anfrage wurde genehmigt
mail_access_approved_text = Sie haben die Rolle, die Sie angefragt haben. Wenn Sie in der App keinen Unterschied sehen, melden Sie sich dort neu an.
mail_access_refused_title = Ihre Anfrage wurde nicht genehmigt
mail_access_refused_text = Sie bekommen die Rolle nicht, die Sie angefragt haben.
mail_access_decided_button = Ihre Anfragen öffnen
