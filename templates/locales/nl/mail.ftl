mail_footer = Verstuurd door { $organization }, { $issuer }
mail_link_as_text = Werkt de knop niet? Open dan dit adres in je browser:

mail_device = Apparaat
mail_place = Plaats
mail_time = Tijd
mail_asked_title = Aangevraagd vanaf

mail_sign_up_subject = Bevestig je e-mailadres voor { $name }
mail_sign_up_title = Bevestig je e-mailadres
mail_sign_up_text = Voer deze code in om je account bij { $name } aan te maken:
mail_sign_up_button = Adres bevestigen
mail_sign_up_valid = De code en de link werken één keer, 24 uur lang.
mail_sign_up_not_you = Heb je geen account aangemaakt? Negeer dan deze e-mail en gebruik de link niet. Zonder de code of de link gebeurt er niets.

mail_account_exists_subject = Je hebt al een account bij { $name }
mail_account_exists_title = Je hebt al een account
mail_account_exists_text = Iemand heeft geprobeerd bij { $name } een account aan te maken met dit e-mailadres. Je hebt er al een, dus je kunt inloggen.
mail_account_exists_button = Inloggen
mail_account_exists_reset = Weet je je wachtwoord niet meer? Kies dan een nieuw:
mail_account_exists_not_you = Was jij dit niet? Negeer dan deze e-mail. Er is niets gewijzigd.

mail_verify_subject = Bevestig je e-mailadres voor { $name }
mail_verify_title = Bevestig je e-mailadres
mail_verify_text = Voer deze code in om dit adres te bevestigen voor je account bij { $name }:
mail_verify_button = Adres bevestigen
mail_verify_valid = De code en de link werken één keer, 24 uur lang.
mail_verify_not_you = Heb je hier niet om gevraagd? Negeer dan deze e-mail en gebruik de link niet. Zonder de code of de link wordt het adres niet gebruikt.

mail_reset_subject = Kies een nieuw wachtwoord voor { $name }
mail_reset_title = Kies een nieuw wachtwoord
mail_reset_text = Iemand heeft gevraagd het wachtwoord van je account bij { $name } te vervangen.
mail_reset_button = Nieuw wachtwoord kiezen
mail_reset_valid = De link werkt één keer, een uur lang.
mail_reset_not_you = Was jij dit niet? Negeer dan deze e-mail. Je wachtwoord blijft zoals het is.

mail_code_subject = Je inlogcode voor { $name }
mail_code_title = Je inlogcode
mail_code_text = Voer deze code in om in te loggen bij { $name }:
mail_code_valid = De code werkt één keer, 10 minuten lang.
mail_code_or_link = Of gebruik deze link in de browser waarin je erom hebt gevraagd.
mail_code_and_link_valid = De code en de link werken één keer, 10 minuten lang.
mail_code_warning = Geef deze code nooit aan iemand anders. We vragen er niet om via telefoon, chat of e-mail.
mail_code_not_you = Heb je niet geprobeerd in te loggen? Negeer dan deze e-mail. Zonder de code kan niemand inloggen.
mail_link_subject = Je inloglink voor { $name }
mail_link_title = Inloggen bij { $name }
mail_link_text = Gebruik deze link in de browser waarin je erom hebt gevraagd.
mail_link_button = Inloggen
mail_link_valid = De link werkt één keer, 10 minuten lang.
mail_link_not_you = Heb je niet geprobeerd in te loggen? Negeer dan deze e-mail. Zonder de link kan niemand inloggen.

mail_invitation_subject = Je bent uitgenodigd voor { $name }
mail_invitation_title = Je bent uitgenodigd voor { $name }
mail_invitation_text = Je kunt een account bij { $name } aanmaken of inloggen met een account dat je al hebt.
mail_invitation_text_by = { $inviter } nodigt je uit voor { $name }. Je kunt een account aanmaken of inloggen met een account dat je al hebt.
mail_invitation_apps = Apps
mail_invitation_button = Uitnodiging accepteren
mail_invitation_valid = De uitnodiging verloopt op { $time }.
mail_invitation_not_you = Weet je niet waar dit over gaat? Negeer dan deze e-mail. Er wordt geen account gemaakt zonder jou.

mail_not_me_button = Dit was ik niet
mail_not_me_explained = Was jij dit niet? Laat het ons dan weten. We loggen je overal uit en je wachtwoord werkt niet meer totdat je een nieuw kiest.
mail_was_me = Was jij dit wel? Dan hoef je niets te doen.

mail_address_changed_subject = Je e-mailadres bij { $name } is gewijzigd
mail_address_changed_title = Je e-mailadres is gewijzigd
mail_address_changed_text = Je account bij { $name } gebruikt nu { $address }. E-mails gaan voortaan daarheen.
mail_address_changed_button = Wijziging ongedaan maken
mail_address_changed_explained = Was jij dit niet? Maak de wijziging dan ongedaan. Dat kan 7 dagen lang.
mail_address_replaced_text = Je account bij { $name } gebruikt nu { $address }. Een beheerder, of een dienst die je account beheert, heeft dat gewijzigd.
mail_address_replaced_explained = E-mails gaan vanaf nu daarheen en links die naar dit adres zijn gestuurd, werken niet meer. Had je dit niet verwacht? Vraag het dan aan de beheerders van { $name }.
mail_address_proven_subject = Je e-mailadres bij { $name } is bevestigd
mail_address_proven_title = Je e-mailadres is bevestigd
mail_address_proven_text = Het adres van je account bij { $name } is voor het eerst bevestigd. Met een wachtwoord, toegangssleutels en gekoppelde accounts die eerder zijn ingesteld, logt niemand meer in en alle apparaten zijn uitgelogd. Stel opnieuw in wat van jou is.

mail_new_device_subject = Nieuwe inlog bij je account voor { $name }
mail_new_device_title = Nieuwe inlog bij je account
mail_new_device_text = Je account bij { $name } is gebruikt in een browser waarin we je nog niet eerder hebben gezien.

mail_password_changed_subject = Je wachtwoord voor { $name } is gewijzigd
mail_password_changed_title = Je wachtwoord is gewijzigd
mail_password_changed_text = Het wachtwoord van je account bij { $name } is gewijzigd en je andere apparaten zijn uitgelogd.

mail_guessed_subject = Veel verkeerde wachtwoorden voor je account bij { $name }
mail_guessed_title = Iemand heeft veel verkeerde wachtwoorden ingevoerd
mail_guessed_text = Voor je account bij { $name } zijn 100 verkeerde wachtwoorden achter elkaar ingevoerd. Zodat niemand verder kan raden, log je met alleen je wachtwoord nu alleen nog in in browsers waarin je al eerder bent ingelogd.
mail_guessed_explained = Kies ergens anders een nieuw wachtwoord of log op een andere manier in, bijvoorbeeld met een toegangssleutel. Dit eindigt als je een nieuw wachtwoord kiest of met je wachtwoord inlogt in een browser die je al eerder hebt gebruikt.

mail_factor_subject = De inlogmethoden van je account bij { $name } zijn gewijzigd
mail_factor_text = De inlogmethoden van je account bij { $name } zijn gewijzigd.
mail_passkey_added = Er is een toegangssleutel toegevoegd aan je account
mail_passkey_removed = Er is een toegangssleutel verwijderd uit je account
mail_security_key_added = Er is een beveiligingssleutel toegevoegd aan je account
mail_security_key_removed = Er is een beveiligingssleutel verwijderd uit je account
mail_authenticator_added = Er is een authenticator-app toegevoegd aan je account
mail_authenticator_removed = De authenticator-app is verwijderd uit je account
mail_recovery_codes_added = Er zijn nieuwe herstelcodes gemaakt voor je account
mail_password_removed = Het wachtwoord van je account is verwijderd
mail_recovery_codes_removed = De herstelcodes van je account zijn verwijderd
mail_connected_added = { $provider } is gekoppeld aan je account
mail_connected_removed = { $provider } is ontkoppeld van je account
mail_code_given = Een beheerder heeft een eenmalige code voor je account gemaakt

mail_recovery_subject = Iemand heeft gevraagd om weer toegang tot je account bij { $name }
mail_recovery_title = Iemand heeft gevraagd om weer toegang tot je account
mail_recovery_text = Iemand zegt de tweede stap voor het inloggen bij je account voor { $name } kwijt te zijn. Vanaf { $time } kan diegene zonder die stap inloggen, tenzij je weigert.
mail_recovery_button = Weigeren
mail_recovery_explained = Was jij dit niet? Weiger dan nu en wijzig je wachtwoord.
mail_recovery_ready_subject = Je kunt weer in je account voor { $name }
mail_recovery_ready_title = Je kunt weer in je account
mail_recovery_ready_text = Niemand heeft je verzoek geweigerd. Zet verificatie in twee stappen uit, log daarna in en stel die opnieuw in.
mail_recovery_ready_button = Verificatie in twee stappen uitzetten
mail_recovery_ready_valid = De link werkt één keer, tot { $time }.
mail_recovery_ready_not_you = Heb je hier niet om gevraagd, gebruik de link dan niet en wijzig je wachtwoord.

mail_deletion_subject = Je account bij { $name } wordt verwijderd
mail_deletion_title = Je account wordt verwijderd
mail_deletion_text = Je account bij { $name } en alles wat erbij hoort, wordt verwijderd op { $time }. Tot die tijd kun je je bedenken.
mail_deletion_button = Mijn account houden
mail_deletion_explained = Was jij dit niet? Houd dan je account en wijzig je wachtwoord.

mail_deleted_subject = Je account bij { $name } is verwijderd
mail_deleted_title = Je account is verwijderd
mail_deleted_text = Je account bij { $name } en alles erin is verwijderd op { $time }. Je hoort niets meer van ons.

mail_test_subject = Testmail van { $name }
mail_test_title = Deze e-mail is aangekomen
mail_test_text = Een beheerder van { $name } heeft deze e-mail verstuurd op { $time } om te controleren of e-mails aankomen. Je hoeft niets te doen.

dev_mail_page = E-mails · { $organization }
dev_mail_title = E-mails
dev_mail_explained = Er is hier geen mailserver, dus e-mails komen op deze pagina terecht. De laatste 200 blijven in het geheugen van dit proces tot het stopt; een ander proces met dezelfde database heeft zijn eigen e-mails.
dev_mail_none = Nog geen e-mails. Laad deze pagina opnieuw nadat er iets is verstuurd.
dev_mail_to = Aan { $address }
dev_mail_sent = Verstuurd op { $when }
dev_mail_html = Als HTML weergeven

not_me_title = Was jij dit niet?
not_me_happened = Je account is gebruikt of gewijzigd op { $when }.
not_me_explained = Was jij dit niet? Dan loggen we je uit op alle apparaten en in alle apps, en werkt je wachtwoord niet meer. Daarna kies je een nieuw.
not_me_button = Mijn account beveiligen
not_me_done_title = Je account is beveiligd
not_me_done = Je bent overal uitgelogd en je oude wachtwoord werkt niet meer. Kies nu een nieuw.
not_me_done_without_password = Je bent overal uitgelogd. Je logt in met een account bij een andere provider: wijzig ook daar je wachtwoord.
not_me_factors_wait = De toegevoegde tweede stap blijft voorlopig staan, zodat niemand alleen via je e-mail binnenkomt. Op { $when } sturen we je een link waarmee je die verwijdert.
not_me_factors_stay = De toegevoegde tweede stap blijft staan, zodat niemand alleen via je e-mail binnenkomt. Is die niet van jou, vraag je beheerder dan om die te verwijderen.
not_me_done_apps = Bij apps kan het uitloggen een paar minuten duren. Bekijk na het inloggen de inlogmethoden van je account en verwijder de methoden die je niet kent.
not_me_choose_password = Nieuw wachtwoord kiezen
not_me_sign_in = Inloggen
not_me_used_title = Dit is al gedaan
not_me_used = Je account is beveiligd nadat deze e-mail was verstuurd. Heb je sindsdien geen nieuw wachtwoord gekozen? Doe dat dan nu.
not_me_invalid_title = Deze link werkt niet
not_me_invalid = De link is ouder dan 7 dagen, of een deel van het adres ontbreekt. Denk je dat iemand anders je account gebruikt? Kies dan een nieuw wachtwoord.
