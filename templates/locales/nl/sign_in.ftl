sign_in_page = Inloggen · { $organization }
sign_in_title = Inloggen
sign_in_again_title = Opnieuw inloggen
sign_in_another_title = Ander account gebruiken
sign_in_step_up_title = Nog één stap
sign_in_step_up = { $app } vereist een veiligere manier van inloggen dan je hebt gebruikt. Als je teruggaat, blijf je ingelogd.
sign_in_step_up_unknown_app = Deze pagina vereist een veiligere manier van inloggen dan je hebt gebruikt. Als je teruggaat, blijf je ingelogd.
sign_in_known = Je bent ingelogd als { $user }.
sign_in_identifier = E-mailadres of gebruikersnaam
sign_in_password = Wachtwoord
sign_in_remember = Ingelogd blijven
sign_in_submit = Inloggen
sign_in_next = Doorgaan
sign_in_or = of
sign_in_no_method = Je kunt nog niet inloggen bij deze app. Een beheerder kan een methode instellen.

sign_in_continue_with = Doorgaan met { $provider }
sign_in_with = Inloggen met { $provider }

sign_in_wrong = Dat e-mailadres en wachtwoord komen niet overeen. Controleer beide en probeer het opnieuw.
sign_in_incomplete = Voer je e-mailadres of gebruikersnaam en je wachtwoord in.
sign_in_no_provider_for_address = We konden geen inlogmethode vinden voor dat e-mailadres. Kies een van de opties hieronder.
sign_in_directory_unreachable = We kunnen de directory van je organisatie niet bereiken. Wacht even en probeer het dan opnieuw.
sign_in_paused = Te veel mislukte pogingen. Wacht even en probeer het dan opnieuw.
sign_in_proof_needed = Je browser moet eerst een korte berekening doen, omdat er op dit moment veel wachtwoorden worden geraden. Voer je wachtwoord opnieuw in.
sign_in_proving = Je browser doet een korte berekening. Dit duurt een paar seconden.
sign_in_proof_needs_script = Er worden op dit moment veel wachtwoorden geraden, dus je browser moet een korte berekening doen. Zet JavaScript aan of probeer het over tien minuten opnieuw.
sign_in_busy = Inloggen is op dit moment erg druk. Wacht een paar seconden en probeer het dan opnieuw.
sign_in_form_too_old = Deze pagina was te lang open, of cookies zijn geblokkeerd. Voer je wachtwoord opnieuw in. Sta cookies voor deze site toe als dit blijft gebeuren.
sign_in_fresh = Log eerst opnieuw in om te wijzigen hoe je inlogt.

select_account_page = Account kiezen · { $organization }
select_account_title = Account kiezen
select_account_in_use = in gebruik
select_account_other = Ander account gebruiken
