# E-Mail in der Konsole.

console_nav_mail = E-Mail
console_mail_hint = Sehen, wohin E-Mails gehen, welche warten und was darin steht.
console_mail_server = Mailserver
console_mail_encrypted = Verschlüsselt
console_mail_from = Absender
console_mail_servers = Server von Apps
console_mail_servers_hint = Eine App, deren Einstellung { $setting } einen davon nennt, sendet ihre eigenen E-Mails darüber. Fällt er aus, gehen andere E-Mails weiter hinaus.
console_mail_mailbox = Es gibt keinen Mailserver. E-Mails bleiben im Postfach dieses Servers, wo Sie sie lesen können.
console_mail_open_mailbox = Postfach öffnen
console_mail_nowhere = Es werden keine E-Mails gesendet. Setzen Sie { $url } und { $from } in der Einstellungsdatei, um Passwort-Links, Einladungen und Hinweise anzubieten.
console_mail_waiting = Wartende E-Mails
console_mail_waiting_none = Nichts wartet. E-Mails gehen innerhalb von Sekunden hinaus.
console_mail_given_up = Zuletzt nicht zugestellt
console_mail_name = E-Mail
console_mail_to = An
console_mail_texts = Texte
console_mail_subject = Betreff
console_mail_text = Nur Text
console_mail_html = Als HTML anzeigen
console_mail_made_up = Die Werte sind erfunden, und die Links führen nirgendwohin.
console_mail_languages = In anderen Sprachen
console_mail_test = Test-E-Mail senden
console_mail_test_effect = Sendet jetzt eine E-Mail an Ihre eigene Adresse und zeigt, was der Mailserver antwortet.
console_mail_no_address = Ihr Konto hat keine E-Mail-Adresse. Fügen Sie zuerst eine hinzu.
console_mail_sent = Der Mailserver hat eine E-Mail an { $address } angenommen. Sehen Sie im Posteingang und beim Spam nach.
console_mail_not_sent = Der Mailserver hat die E-Mail nicht angenommen. Seine Antwort steht unten.
