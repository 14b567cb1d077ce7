sign_up_page = Konto erstellen · { $organization }
sign_up_title = Erstellen Sie Ihr Konto
sign_up_link = Konto erstellen
sign_up_have_account = Ich habe schon ein Konto
sign_up_email = E-Mail
sign_up_submit = Weiter
sign_up_leave_empty = Lassen Sie dieses Feld leer
sign_up_no_address = Geben Sie eine E-Mail-Adresse ein, zum Beispiel ada@example.com.
sign_up_unmailable_address = An diese Adresse lassen sich keine E-Mails senden. Vor dem @ sind Buchstaben von a bis z, Ziffern, einzelne Punkte und Zeichen wie + und - möglich.
sign_up_other_domain = Konten gibt es hier nur für E-Mail-Adressen bestimmter Domains. Verwenden Sie die Adresse Ihrer Organisation.
sign_up_disposable = Verwenden Sie eine E-Mail-Adresse, die Sie behalten. Temporäre Adressen nehmen wir nicht an.

sign_up_code_page = Prüfen Sie Ihre E-Mails · { $organization }
sign_up_code_title = Prüfen Sie Ihre E-Mails
sign_up_code_sent = Wir haben eine E-Mail an { $email } gesendet. Geben Sie den sechsstelligen Code daraus ein, oder öffnen Sie den Link darin auf einem beliebigen Gerät.
sign_up_code = Code
sign_up_code_submit = Weiter
sign_up_code_wrong = { $left ->
    [one] Dieser Code stimmt nicht. Sie können es noch einmal versuchen.
   *[other] Dieser Code stimmt nicht. Sie können es noch { $left }-mal versuchen.
}
sign_up_code_again = Erneut senden
sign_up_code_again_hint = Keine E-Mail? Sehen Sie zuerst im Spam-Ordner nach.
sign_up_code_sent_again = Wir haben eine weitere E-Mail gesendet. Der Code in der ersten funktioniert nicht mehr.
sign_up_code_too_soon = Warten Sie eine Minute, bevor Sie eine weitere E-Mail anfordern.
sign_up_other_address = Andere E-Mail-Adresse verwenden

sign_up_confirm_page = E-Mail-Adresse bestätigen · { $organization }
sign_up_confirm_title = Sind Sie das?
sign_up_confirm = Jemand erstellt ein Konto mit { $email }, in { $device }, von { $address }, { $when }.
sign_up_confirm_warning = Bestätigen Sie nur, wenn Sie es sind: Wer es angefordert hat, verwendet danach das Konto.
sign_up_confirm_submit = Ja, meine E-Mail-Adresse bestätigen
sign_up_confirmed_page = E-Mail-Adresse bestätigt · { $organization }
sign_up_confirmed_title = E-Mail-Adresse bestätigt
sign_up_confirmed = Gehen Sie zurück zu dem Browser, in dem Sie begonnen haben. Dort geht es von selbst weiter.

sign_up_complete_page = Konto fertigstellen · { $organization }
sign_up_complete_title = Fast fertig
sign_up_complete = { $email } ist bestätigt.
sign_up_name = Vollständiger Name
sign_up_no_name = Geben Sie Ihren Namen ein.
sign_up_terms = Ich akzeptiere die Nutzungsbedingungen
sign_up_terms_read = Nutzungsbedingungen lesen
sign_up_terms_missing = Akzeptieren Sie die Nutzungsbedingungen, um das Konto zu erstellen.
sign_up_complete_submit = Konto erstellen
sign_up_use_password = Stattdessen ein Passwort wählen
sign_up_taken_title = Sie haben schon ein Konto
sign_up_taken = Inzwischen gibt es ein Konto mit dieser E-Mail-Adresse.
sign_up_taken_remedy = Melden Sie sich damit an. Wenn Sie das Passwort nicht kennen, wählen Sie dort ein neues.
sign_up_off_title = Hier gibt es keine neuen Konten
sign_up_off = Konten können hier zurzeit nicht erstellt werden.
sign_up_off_remedy = Bitten Sie den Administrator um eine Einladung oder ein Konto.

forgot_password_link = Passwort vergessen?
forgot_password_page = Neues Passwort wählen · { $organization }
forgot_password_title = Neues Passwort wählen
forgot_password = Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein. Wir senden Ihnen einen Link.
forgot_password_submit = Link senden
forgot_password_sent_title = Prüfen Sie Ihre E-Mails
forgot_password_sent = Wenn es ein Konto für { $name } gibt, ist eine E-Mail mit einem Link unterwegs. Der Link funktioniert einmal, innerhalb einer Stunde.
forgot_password_sent_hint = Nach ein paar Minuten noch keine E-Mail? Sehen Sie im Spam-Ordner nach, oder prüfen Sie, ob Sie sich damit anmelden.
forgot_password_back = Zurück zur Anmeldung
reset_password_title = Neues Passwort wählen
reset_password = Für { $name }. Sie werden überall abgemeldet.
reset_password_submit = Passwort speichern
reset_password_done_page = Passwort geändert · { $organization }
reset_password_done_title = Ihr Passwort ist geändert
reset_password_done = Alle Geräte wurden abgemeldet. Melden Sie sich mit Ihrem neuen Passwort an.
reset_password_sign_in = Anmelden
reset_off_title = Von hier kommen keine E-Mails
reset_off = Ein neues Passwort kann zurzeit nicht per E-Mail angefordert werden.
reset_off_remedy = Bitten Sie den Administrator um ein neues Passwort.

token_unknown_title = Dieser Link funktioniert nicht
token_unknown = Der Link ist unvollständig, oder er wurde in einem anderen Browser geöffnet als dem, für den er bestimmt ist.
token_used_title = Dieser Link wurde schon verwendet
token_used = Jeder Link und jeder Code funktioniert einmal, und dieser wurde bereits verwendet.
token_replaced_title = Es gibt einen neueren Link
token_replaced = Wir haben nach dieser E-Mail eine weitere gesendet, oder der Link wurde zurückgezogen.
token_outdated_title = Dieser Link funktioniert nicht mehr
token_outdated = Das Konto wurde geändert, nachdem die E-Mail gesendet wurde.
token_expired_title = Dieser Link ist abgelaufen
token_expired = Die Zeit, in der er funktioniert, ist vorbei.
token_too_many_tries_title = Zu viele Codes
token_too_many_tries = Dieser Code wurde zu oft versucht und funktioniert nicht mehr.
token_remedy = Beginnen Sie von vorn, dann senden wir Ihnen einen neuen.
token_start_again = Von vorn beginnen

invitation_page = Einladung · { $organization }
invitation_title = Sie sind zu { $organization } eingeladen
invitation = Diese Einladung wurde an { $email } gesendet.
invitation_by = { $inviter } hat diese Einladung an { $email } gesendet.
invitation_apps = Sie gilt für { $apps }.
invitation_accept_as = Als { $user } annehmen
invitation_sign_in = Zum Annehmen anmelden
mail_proof_needed = Ihr Browser muss zuerst eine kurze Berechnung ausführen, weil viele E-Mails angefordert wurden. Versuchen Sie es noch einmal.
mail_proof_needs_script = Es wurden viele E-Mails angefordert, deshalb muss Ihr Browser eine kurze Berechnung ausführen. Schalten Sie JavaScript ein oder versuchen Sie es in einer Stunde noch einmal.

setup_page = { $organization } einrichten
setup_title = { $organization } einrichten
setup_text = Noch verwaltet niemand diesen Server. Erstellen Sie Ihr Konto, dann gehört er Ihnen: Sie können Benutzer und Apps hinzufügen und andere zu Administratoren machen.
setup_taken = { $email } hat bereits ein Konto. Melden Sie sich über die Schaltfläche unten damit an; Sie kommen auf diese Seite zurück und können Eigentümer werden.
