# Roles that people ask for: the pages of users, the console and the mails.

access_app = App
access_role = Ruolo
access_reason = Motivo
access_until = Fino al
access_no_end = Senza scadenza

## Pages of users
access_page = Accesso · { $organization }
account_nav_access = Accesso
access_hint = Un ruolo ti permette di fare di più in un’app. Richiedine uno: decide chi è responsabile dell’app.
access_none = Non c’è nessun ruolo che puoi richiedere. Il tuo amministratore decide quali ruoli si possono richiedere.
access_ask = Richiedi accesso
access_ask_title = Richiedi { $role } in { $app }
access_opens = Senza non puoi aprire l’app.
access_your_requests = Le tue richieste
access_state_open = In attesa di risposta
access_state_approved = Approvata
access_state_refused = Non approvata
access_state_withdrawn = Ritirata
access_state_expired = Nessuno ha risposto in tempo
access_asked = Richiesto
access_withdraw = Ritira richiesta
access_ends = Se nessuno risponde, la richiesta termina il { $time }.
access_reason_label = Perché ne hai bisogno?
access_reason_hint = Lo legge chi decide. Puoi scrivere 500 caratteri.
access_until_label = Fino a quando ne hai bisogno?
access_until_hint = Lascia vuoto se ne hai bisogno senza scadenza. L’ultimo giorno è compreso (UTC).
access_until_longest = L’ultimo giorno possibile è { $day }. L’ultimo giorno è compreso (UTC).
access_send = Invia richiesta
access_sent = La tua richiesta è stata inviata. Trovi la risposta in questa pagina.
access_was_withdrawn = La richiesta è stata ritirata.
access_problem_reason = Scrivi perché ne hai bisogno, in 500 caratteri al massimo.
access_problem_until = Scegli un giorno futuro non successivo a quanto permette questo ruolo.
access_problem_waits = Hai già richiesto questo ruolo. La richiesta è in attesa di risposta.
access_problem_many = Hai richiesto molti ruoli di recente. Aspetta le risposte o ritira una richiesta.
access_problem_gone = Questo ruolo non si può richiedere, oppure lo hai già.
access_problem_changed = L’app è stata modificata nello stesso momento. Riprova.
no_access_title = Non puoi ancora aprire { $app }
no_access_text = Hai effettuato l’accesso come { $user }. Il tuo account non ha accesso a { $app }, ma puoi richiederlo.
no_access_waits = Hai richiesto l’accesso. La tua richiesta attende una risposta.
no_access_back = Torna a { $app }

## The console
console_nav_access_requests = Richieste di accesso
console_access_requests_hint = Approva o rifiuta i ruoli che gli utenti richiedono.
console_access_none = Nessuno aspetta una risposta. Un ruolo si può richiedere quando le sue impostazioni lo permettono.
console_access_none_decided = Non è stato ancora deciso nulla.
console_access_decided = Decise
console_access_gives = Che cosa permette il ruolo
console_access_wished = Desiderato fino al
console_access_given_until = Dato fino al
console_access_by = Deciso da
console_access_answer = Motivo del rifiuto
console_access_approve = Approva richiesta
console_access_approve_effect = L’utente ha subito il ruolo, fino al giorno che scegli. Resta nel registro di controllo con il tuo nome.
console_access_refuse = Rifiuta richiesta
console_access_refuse_effect = L’utente non riceve il ruolo e legge il tuo motivo.
console_access_own = Questa è la tua richiesta. Deve decidere un’altra persona.
console_attention_requests = Richieste di accesso in attesa di risposta: { $count }
console_field_requestable = Gli utenti possono richiederlo
console_field_longest = Per quanto tempo al massimo
console_field_longest_hint = Giorni o ore, ad esempio 30d o 12h. Lascia vuoto se il ruolo si può dare senza scadenza.
console_role_requestable = Gli utenti possono richiedere questo ruolo.
console_role_requestable_for = Gli utenti possono richiedere questo ruolo, per { $longest } al massimo.
console_holder_request = Su richiesta

## Mails
mail_access_requested_subject = Qualcuno richiede l’accesso presso { $name }
mail_access_requested_title = Qualcuno richiede l’accesso
mail_access_requested_text = { $user } richiede un ruolo. Non cambia nulla finché qualcuno non approva.
mail_access_requested_button = Guarda la richiesta
mail_access_decided_subject = La tua richiesta di accesso presso { $name }
mail_access_approved_title = La tua richiesta è stata approvata
mail_access_approved_text = Hai il ruolo che hai richiesto. Se non vedi differenze nell’app, accedi di nuovo.
mail_access_refused_title = La tua richiesta non è stata approvata
mail_access_refused_text = Non ricevi il ruolo che hai richiesto.
mail_access_decided_button = Apri le tue richieste
