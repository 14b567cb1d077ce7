# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = Erste Schritte
console_start_hint = Benennen Sie diesen Server, prüfen Sie, ob er E-Mails senden kann, und fügen Sie die erste App hinzu.
console_start_lead = Drei Schritte in beliebiger Reihenfolge. Die Übersicht verweist auf diese Seite, bis Sie eine App hinzufügen oder die Seite ausblenden.
console_start_open = Erste Schritte anzeigen
console_start_name = Name
console_start_name_now = Seiten und E-Mails nennen diesen Server:
console_name_default = Das ist die Voreinstellung.
# $variable is the name of an environment variable.
console_name_from_variable = Er stammt aus der Umgebungsvariablen { $variable }.
console_name_from_file = Er stammt aus der Einstellung name der Einstellungsdatei.
console_name_from_console = Er wurde in der Konsole festgelegt und geht der Einstellung name vor.
console_source_console = Konsole
console_rename = Namen des Servers ändern
console_rename_effect = Alle Seiten und E-Mails zeigen den neuen Namen sofort, auch auf den anderen Servern dieser Installation.
console_rename_hint = Zum Beispiel der Name Ihrer Firma. Lassen Sie das Feld leer, um den Namen aus den Einstellungen zu verwenden.
console_start_mail = E-Mail
console_start_mail_server = Ein Mailserver ist eingestellt. Senden Sie eine Test-E-Mail, um zu sehen, ob er funktioniert.
console_start_mail_here = Es ist kein Mailserver eingestellt. E-Mails bleiben auf diesem Rechner; Sie lesen sie unter
console_start_mail_none = Es ist kein Mailserver eingestellt: Links für ein neues Passwort, Codes und Einladungen können nicht gesendet werden.
console_start_mail_paste = Schreiben Sie dies mit den Werten Ihres Mailservers in die Einstellungsdatei und starten Sie diesen Server neu. Die Variablen DOORWARD_MAIL__URL und DOORWARD_MAIL__FROM bewirken dasselbe.
console_start_app = Erste App
console_start_app_none = Fügen Sie eine App hinzu, kopieren Sie, was sie braucht, in ihre Konfiguration und melden Sie sich bei ihr an.
console_hide_guide = Erste Schritte ausblenden
console_hide_guide_effect = Die Übersicht verweist für keinen Administrator mehr darauf. Alles geht weiterhin auf den Seiten der Konsole.
# $user is the email address or the username of whoever is signed in.
setup_become = Noch verwaltet niemand diesen Server. Sie sind als { $user } angemeldet: Werden Sie sein Eigentümer, dann können Sie Benutzer und Apps hinzufügen und andere zu Administratoren machen.
setup_become_submit = Eigentümer werden
setup_or_new = oder mit einem neuen Konto
setup_have_account = Ich habe ein Konto: anmelden
