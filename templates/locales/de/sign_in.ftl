sign_in_page = Anmelden · { $organization }
sign_in_title = Anmelden
sign_in_again_title = Erneut anmelden
sign_in_another_title = Anderes Konto verwenden
sign_in_step_up_title = Noch ein Schritt
sign_in_step_up = { $app } verlangt eine stärkere Anmeldung als die, die Sie verwendet haben. Wenn Sie zurückgehen, bleiben Sie angemeldet.
sign_in_step_up_unknown_app = Diese Seite verlangt eine stärkere Anmeldung als die, die Sie verwendet haben. Wenn Sie zurückgehen, bleiben Sie angemeldet.
sign_in_known = Sie sind als { $user } angemeldet.
sign_in_identifier = E-Mail oder Benutzername
sign_in_password = Passwort
sign_in_remember = Angemeldet bleiben
sign_in_submit = Anmelden
sign_in_next = Weiter
sign_in_or = oder
sign_in_no_method = Für diese App gibt es noch keine Anmeldemethode. Ein Administrator kann eine einrichten.

sign_in_continue_with = Weiter mit { $provider }
sign_in_with = Mit { $provider } anmelden

sign_in_wrong = E-Mail und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.
sign_in_incomplete = Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen und Ihr Passwort ein.
sign_in_no_provider_for_address = Wir haben für diese E-Mail-Adresse keine Anmeldemethode gefunden. Wählen Sie unten eine aus.
sign_in_directory_unreachable = Wir erreichen das Verzeichnis Ihrer Organisation nicht. Warten Sie einen Moment und versuchen Sie es dann noch einmal.
sign_in_paused = Zu viele fehlgeschlagene Versuche. Warten Sie einen Moment und versuchen Sie es dann noch einmal.
sign_in_proof_needed = Ihr Browser muss zuerst eine kurze Berechnung ausführen, weil gerade viele Passwörter ausprobiert werden. Geben Sie Ihr Passwort noch einmal ein.
sign_in_proving = Ihr Browser führt eine kurze Berechnung aus. Das dauert ein paar Sekunden.
sign_in_proof_needs_script = Gerade werden viele Passwörter ausprobiert, deshalb muss Ihr Browser eine kurze Berechnung ausführen. Schalten Sie JavaScript ein, oder versuchen Sie es in zehn Minuten noch einmal.
sign_in_busy = Die Anmeldung ist gerade stark ausgelastet. Warten Sie ein paar Sekunden und versuchen Sie es dann noch einmal.
sign_in_form_too_old = Diese Seite war zu lange geöffnet, oder Cookies sind blockiert. Geben Sie Ihr Passwort noch einmal ein. Wenn das immer wieder passiert, erlauben Sie Cookies für diese Website.
sign_in_fresh = Melden Sie sich zuerst erneut an, um zu ändern, wie Sie sich anmelden.

select_account_page = Konto auswählen · { $organization }
select_account_title = Konto auswählen
select_account_in_use = aktiv
select_account_other = Anderes Konto verwenden
