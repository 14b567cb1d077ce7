sign_up_page = Account aanmaken · { $organization }
sign_up_title = Maak je account aan
sign_up_link = Account aanmaken
sign_up_have_account = Ik heb al een account
sign_up_email = E-mail
sign_up_submit = Doorgaan
sign_up_leave_empty = Laat dit veld leeg
sign_up_no_address = Voer een e-mailadres in, bijvoorbeeld ada@example.com.
sign_up_unmailable_address = Naar dit adres kan geen e-mail worden gestuurd. Vóór de @ mogen letters van a tot z, cijfers, losse punten en tekens als + en - staan.
sign_up_other_domain = Accounts zijn hier alleen voor e-mailadressen van bepaalde domeinen. Gebruik het adres van je organisatie.
sign_up_disposable = Gebruik een e-mailadres dat je houdt. Tijdelijke adressen accepteren we niet.

sign_up_code_page = Controleer je e-mail · { $organization }
sign_up_code_title = Controleer je e-mail
sign_up_code_sent = We hebben een e-mail gestuurd naar { $email }. Voer de zescijferige code daaruit in, of open de link erin op een willekeurig apparaat.
sign_up_code = Code
sign_up_code_submit = Doorgaan
sign_up_code_wrong = { $left ->
    [one] Die code klopt niet. Je kunt het nog één keer proberen.
   *[other] Die code klopt niet. Je kunt het nog { $left } keer proberen.
}
sign_up_code_again = Opnieuw versturen
sign_up_code_again_hint = Geen e-mail? Kijk eerst in de spammap.
sign_up_code_sent_again = We hebben nog een e-mail gestuurd. De code in de eerste werkt niet meer.
sign_up_code_too_soon = Wacht een minuut voordat je om nog een e-mail vraagt.
sign_up_other_address = Een ander e-mailadres gebruiken

sign_up_confirm_page = Bevestig je e-mailadres · { $organization }
sign_up_confirm_title = Ben jij dit?
sign_up_confirm = Iemand maakt een account aan met { $email }, in { $device }, vanaf { $address }, { $when }.
sign_up_confirm_warning = Bevestig alleen als jij het bent: wie erom vroeg, gaat verder met het account.
sign_up_confirm_submit = Ja, mijn e-mailadres bevestigen
sign_up_confirmed_page = E-mailadres bevestigd · { $organization }
sign_up_confirmed_title = E-mailadres bevestigd
sign_up_confirmed = Ga terug naar de browser waarin je begon. Daar gaat het vanzelf verder.

sign_up_complete_page = Rond je account af · { $organization }
sign_up_complete_title = Bijna klaar
sign_up_complete = { $email } is bevestigd.
sign_up_name = Volledige naam
sign_up_no_name = Voer je naam in.
sign_up_terms = Ik ga akkoord met de servicevoorwaarden
sign_up_terms_read = Servicevoorwaarden lezen
sign_up_terms_missing = Ga akkoord met de servicevoorwaarden om het account aan te maken.
sign_up_complete_submit = Account aanmaken
sign_up_use_password = Kies in plaats daarvan een wachtwoord
sign_up_taken_title = Je hebt al een account
sign_up_taken = Er is inmiddels een account met dit e-mailadres.
sign_up_taken_remedy = Log daarmee in. Weet je het wachtwoord niet? Kies daar dan een nieuw.
sign_up_off_title = Hier geen nieuwe accounts
sign_up_off = Er kunnen hier op dit moment geen accounts worden aangemaakt.
sign_up_off_remedy = Vraag de beheerder om een uitnodiging of een account.

forgot_password_link = Wachtwoord vergeten?
forgot_password_page = Nieuw wachtwoord kiezen · { $organization }
forgot_password_title = Nieuw wachtwoord kiezen
forgot_password = Voer je e-mailadres of gebruikersnaam in. We sturen je een link.
forgot_password_submit = Link versturen
forgot_password_sent_title = Controleer je e-mail
forgot_password_sent = Als er een account is voor { $name }, is er een e-mail met een link onderweg. De link werkt één keer, binnen een uur.
forgot_password_sent_hint = Na een paar minuten nog geen e-mail? Kijk in de spammap of controleer of je hiermee inlogt.
forgot_password_back = Terug naar inloggen
reset_password_title = Nieuw wachtwoord kiezen
reset_password = Voor { $name }. Je wordt overal uitgelogd.
reset_password_submit = Wachtwoord opslaan
reset_password_done_page = Wachtwoord gewijzigd · { $organization }
reset_password_done_title = Je wachtwoord is gewijzigd
reset_password_done = Alle apparaten zijn uitgelogd. Log in met je nieuwe wachtwoord.
reset_password_sign_in = Inloggen
reset_off_title = Hiervandaan geen e-mail
reset_off = Er kan op dit moment geen nieuw wachtwoord per e-mail worden aangevraagd.
reset_off_remedy = Vraag de beheerder om een nieuw wachtwoord.

token_unknown_title = Deze link werkt niet
token_unknown = De link is onvolledig, of is geopend in een andere browser dan waarvoor hij bedoeld is.
token_used_title = Deze link is al gebruikt
token_used = Elke link en code werkt één keer, en deze is al gebruikt.
token_replaced_title = Er is een nieuwere link
token_replaced = We hebben na deze e-mail nog een gestuurd, of de link is ingetrokken.
token_outdated_title = Deze link werkt niet meer
token_outdated = Het account is gewijzigd nadat de e-mail was verstuurd.
token_expired_title = Deze link is verlopen
token_expired = De tijd waarin hij werkt, is voorbij.
token_too_many_tries_title = Te veel codes
token_too_many_tries = Deze code is te vaak geprobeerd en werkt niet meer.
token_remedy = Begin opnieuw, dan sturen we je een nieuwe.
token_start_again = Opnieuw beginnen

invitation_page = Uitnodiging · { $organization }
invitation_title = Je bent uitgenodigd voor { $organization }
invitation = Deze uitnodiging is gestuurd naar { $email }.
invitation_by = { $inviter } heeft deze uitnodiging gestuurd naar { $email }.
invitation_apps = De uitnodiging is voor { $apps }.
invitation_accept_as = Accepteren als { $user }
invitation_sign_in = Inloggen om te accepteren
mail_proof_needed = Je browser moet eerst een korte berekening doen, omdat er veel e-mails zijn aangevraagd. Probeer het opnieuw.
mail_proof_needs_script = Er zijn veel e-mails aangevraagd, daarom moet je browser een korte berekening doen. Zet JavaScript aan of probeer het over een uur opnieuw.

setup_page = { $organization } instellen
setup_title = { $organization } instellen
setup_text = Nog niemand beheert deze server. Maak je account aan en je bent de eigenaar: je kunt gebruikers en apps toevoegen en anderen beheerder maken.
setup_taken = { $email } heeft al een account. Log erop in met de knop hieronder; je komt terug op deze pagina en kunt eigenaar worden.
