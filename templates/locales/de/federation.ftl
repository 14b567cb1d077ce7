link_account_page = { $provider } verknüpfen · { $organization }
link_account_title = Ist das Ihr Konto?
link_account = Für <strong>{ $email }</strong> gibt es bereits ein Konto. Wenn es Ihres ist, geben Sie das Passwort ein, um sich künftig mit { $provider } anzumelden.
link_account_password = Passwort
link_account_submit = { $provider } verknüpfen und anmelden
link_account_other = Andere Methode verwenden
link_account_wrong = Dieses Passwort ist falsch. Versuchen Sie es noch einmal.
link_account_missing = Geben Sie das Passwort dieses Kontos ein.
link_account_paused = Zu viele fehlgeschlagene Versuche. Warten Sie einen Moment und versuchen Sie es dann noch einmal.

provider_unknown = diesem Anbieter

federation_failed_title = Wir konnten Sie nicht anmelden
federation_failed_with_title = Wir konnten Sie nicht mit { $provider } anmelden

federation_stale = Diese Anmeldung wurde bereits abgeschlossen, hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Es wurde nichts geändert.
federation_stale_remedy = Gehen Sie zurück zur App und beginnen Sie von vorn.

federation_not_offered = Mit { $provider } können Sie sich hier nicht anmelden.
federation_not_offered_remedy = Verwenden Sie eine andere Methode. Welche verfügbar sind, entscheidet Ihr Administrator.

federation_denied = Die Anmeldung wurde bei { $provider } abgebrochen oder nicht erlaubt.
federation_denied_remedy = Versuchen Sie es noch einmal, oder verwenden Sie eine andere Methode.

federation_unreachable = { $provider } antwortet nicht.
federation_unreachable_remedy = Warten Sie eine Minute und versuchen Sie es noch einmal, oder verwenden Sie eine andere Methode.

federation_busy = Die Anmeldung mit { $provider } ist gerade stark ausgelastet.
federation_busy_remedy = Warten Sie eine Minute und versuchen Sie es noch einmal, oder verwenden Sie eine andere Methode.

federation_misconfigured = { $provider } hat unsere Anfrage abgelehnt. Die Einstellungen hier sind möglicherweise veraltet.
federation_misconfigured_remedy = Verwenden Sie vorerst eine andere Methode. Nennen Sie Ihrem Administrator die Referenz unten, damit er das beheben kann.

federation_invalid = Wir konnten die Antwort von { $provider } nicht überprüfen.
federation_invalid_remedy = Versuchen Sie es noch einmal, oder verwenden Sie eine andere Methode. Wenn es wieder passiert, nennen Sie Ihrem Administrator die Referenz unten.

federation_unreadable = Wir konnten die Antwort von { $provider } nicht überprüfen: Sie sagt nicht, wer Sie sind.
federation_unreadable_remedy = Verwenden Sie vorerst eine andere Methode. Nennen Sie Ihrem Administrator die Referenz unten, damit er das beheben kann.

federation_not_admitted = Das verwendete { $provider }-Konto ist hier nicht zugelassen.
federation_not_admitted_remedy = Verwenden Sie das Konto Ihrer Organisation oder eine andere Methode.

federation_no_account = Ihr { $provider }-Konto ist hier mit keinem Konto verknüpft.
federation_known_email = Ihr { $provider }-Konto ist hier nicht verknüpft, aber es gibt möglicherweise schon ein Konto mit derselben E-Mail-Adresse.
federation_connect_remedy = Wenn Sie hier ein Konto haben, melden Sie sich wie gewohnt an und verknüpfen Sie { $provider } auf Ihrer Kontoseite. Bitten Sie andernfalls Ihren Administrator um ein Konto.

federation_link_only = { $provider } ist hier mit Konten verknüpft, kann aber nicht zum Anmelden verwendet werden.
federation_link_only_remedy = Verwenden Sie eine andere Methode.

federation_disabled = Ihr Konto ist deaktiviert.
federation_disabled_remedy = Ihr Administrator kann es wieder aktivieren.

federation_linked_title = Dieses Konto ist bereits verknüpft
federation_linked = Dieses { $provider }-Konto ist hier bereits mit einem anderen Konto verknüpft. Es wurde nichts geändert.
federation_linked_remedy = Wenn das andere Konto auch Ihnen gehört, melden Sie sich dort an und trennen Sie { $provider } zuerst.

last_method_title = Sie können Ihre einzige Anmeldemethode nicht trennen
last_method = Ohne sie könnten Sie sich bei diesem Konto nicht mehr anmelden.
last_method_remedy = Verknüpfen Sie zuerst eine andere Methode.

use_another_method = Andere Methode verwenden
back_to_account = Zurück zu Ihrem Konto
