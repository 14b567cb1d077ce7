# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = Primi passi
console_start_hint = Dai un nome a questo server, controlla se può inviare email e aggiungi la prima app.
console_start_lead = Tre passaggi, in qualsiasi ordine. La panoramica rimanda a questa pagina finché non aggiungi un’app o la nascondi.
console_start_open = Mostra i primi passi
console_start_name = Nome
console_start_name_now = Le pagine e le email chiamano questo server:
console_name_default = È il valore predefinito.
# $variable is the name of an environment variable.
console_name_from_variable = Proviene dalla variabile d’ambiente { $variable }.
console_name_from_file = Proviene dall’impostazione name del file delle impostazioni.
console_name_from_console = È stato impostato nella console e prevale sull’impostazione name.
console_source_console = Console
console_rename = Cambia il nome del server
console_rename_effect = Tutte le pagine e le email mostrano subito il nuovo nome, anche sugli altri server di questa installazione.
console_rename_hint = Ad esempio il nome della tua azienda. Lascia vuoto per usare il nome delle impostazioni.
console_start_mail = Email
console_start_mail_server = È impostato un server di posta. Invia un’email di prova per vedere se funziona.
console_start_mail_here = Nessun server di posta è impostato. Le email restano su questa macchina; leggile su
console_start_mail_none = Nessun server di posta è impostato: non si possono inviare link per una nuova password, codici e inviti.
console_start_mail_paste = Scrivi questo nel file delle impostazioni con i valori del tuo server di posta e riavvia questo server. Le variabili DOORWARD_MAIL__URL e DOORWARD_MAIL__FROM fanno lo stesso.
console_start_app = Prima app
console_start_app_none = Aggiungi un’app, copia ciò che le serve nella sua configurazione e accedi.
console_hide_guide = Nascondi i primi passi
console_hide_guide_effect = La panoramica non vi rimanda più, per nessun amministratore. Tutto resta possibile nelle pagine della console.
# $user is the email address or the username of whoever is signed in.
setup_become = Nessuno amministra ancora questo server. Hai effettuato l’accesso come { $user }: diventane il proprietario e potrai aggiungere utenti e app e nominare altri amministratori.
setup_become_submit = Diventa proprietario
setup_or_new = o con un nuovo account
setup_have_account = Ho un account: accedi
