link_account_page = { $provider } koppelen · { $organization }
link_account_title = Is dit jouw account?
link_account = Er is al een account voor <strong>{ $email }</strong>. Is het van jou? Voer dan het wachtwoord in om voortaan in te loggen met { $provider }.
link_account_password = Wachtwoord
link_account_submit = { $provider } koppelen en inloggen
link_account_other = Andere methode gebruiken
link_account_wrong = Dat wachtwoord is onjuist. Probeer het opnieuw.
link_account_missing = Voer het wachtwoord van dat account in.
link_account_paused = Te veel mislukte pogingen. Wacht even en probeer het dan opnieuw.

provider_unknown = deze provider

federation_failed_title = We konden je niet inloggen
federation_failed_with_title = We konden je niet inloggen met { $provider }

federation_stale = Deze inlogpoging is al afgerond, duurde te lang of is in een andere browser begonnen. Er is niets gewijzigd.
federation_stale_remedy = Ga terug naar de app en begin opnieuw.

federation_not_offered = Je kunt hier niet inloggen met { $provider }.
federation_not_offered_remedy = Gebruik een andere methode. Je beheerder bepaalt welke beschikbaar zijn.

federation_denied = Het inloggen is geannuleerd of niet toegestaan bij { $provider }.
federation_denied_remedy = Probeer het opnieuw of gebruik een andere methode.

federation_unreachable = { $provider } reageert niet.
federation_unreachable_remedy = Wacht een minuut en probeer het opnieuw, of gebruik een andere methode.

federation_busy = Inloggen met { $provider } is op dit moment erg druk.
federation_busy_remedy = Wacht een minuut en probeer het opnieuw, of gebruik een andere methode.

federation_misconfigured = { $provider } heeft ons verzoek geweigerd. De instellingen hier zijn misschien verouderd.
federation_misconfigured_remedy = Gebruik voorlopig een andere methode. Geef de referentie hieronder door aan je beheerder, zodat die dit kan oplossen.

federation_invalid = We konden het antwoord van { $provider } niet verifiëren.
federation_invalid_remedy = Probeer het opnieuw of gebruik een andere methode. Geef de referentie hieronder door aan je beheerder als het weer gebeurt.

federation_unreadable = We konden het antwoord van { $provider } niet verifiëren: er staat niet in wie je bent.
federation_unreadable_remedy = Gebruik voorlopig een andere methode. Geef de referentie hieronder door aan je beheerder, zodat die dit kan oplossen.

federation_not_admitted = Het { $provider }-account dat je hebt gebruikt, is hier niet toegestaan.
federation_not_admitted_remedy = Gebruik het account van je organisatie of een andere methode.

federation_no_account = Je { $provider }-account is hier niet aan een account gekoppeld.
federation_known_email = Je { $provider }-account is hier niet gekoppeld, maar er bestaat misschien al een account met hetzelfde e-mailadres.
federation_connect_remedy = Als je hier een account hebt, log dan in zoals je gewend bent en koppel { $provider } op je accountpagina. Vraag anders je beheerder om een account.

federation_link_only = { $provider } is hier aan accounts gekoppeld, maar kan niet worden gebruikt om in te loggen.
federation_link_only_remedy = Gebruik een andere methode.

federation_disabled = Je account is uitgeschakeld.
federation_disabled_remedy = Je beheerder kan het weer inschakelen.

federation_linked_title = Dit account is al gekoppeld
federation_linked = Dit { $provider }-account is hier al aan een ander account gekoppeld. Er is niets gewijzigd.
federation_linked_remedy = Als het andere account ook van jou is, log dan daar in en ontkoppel { $provider } eerst.

last_method_title = Je kunt je enige inlogmethode niet ontkoppelen
last_method = Zonder die methode kun je niet meer inloggen bij dit account.
last_method_remedy = Koppel eerst een andere methode.

use_another_method = Andere methode gebruiken
back_to_account = Terug naar je account
