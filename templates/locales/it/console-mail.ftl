# L’email nella console.

console_nav_mail = Email
console_mail_hint = Guarda dove vanno le email, quali aspettano e cosa dicono.
console_mail_server = Server di posta
console_mail_encrypted = Cifrato
console_mail_from = Mittente
console_mail_servers = Server delle app
console_mail_servers_hint = Un’app la cui impostazione { $setting } ne indica uno invia da lì le proprie email. Se non funziona, le altre email partono comunque.
console_mail_mailbox = Non c’è un server di posta. Le email restano nella casella di questo server, dove puoi leggerle.
console_mail_open_mailbox = Apri casella
console_mail_nowhere = Non viene inviata nessuna email. Imposta { $url } e { $from } nel file delle impostazioni per offrire link per la password, inviti e avvisi.
console_mail_waiting = Email in attesa
console_mail_waiting_none = Nulla è in attesa. Le email partono in pochi secondi.
console_mail_given_up = Non consegnate di recente
console_mail_name = Email
console_mail_to = A
console_mail_texts = Testi
console_mail_subject = Oggetto
console_mail_text = Testo semplice
console_mail_html = Mostra come HTML
console_mail_made_up = I valori sono inventati e i link non portano da nessuna parte.
console_mail_languages = In altre lingue
console_mail_test = Invia email di prova
console_mail_test_effect = Invia ora un’email al tuo indirizzo e mostra cosa risponde il server.
console_mail_no_address = Il tuo account non ha un indirizzo email. Aggiungine prima uno.
console_mail_sent = Il server di posta ha accettato un’email per { $address }. Guarda nella posta in arrivo e nello spam.
console_mail_not_sent = Il server di posta non ha accettato l’email. La sua risposta è qui sotto.
