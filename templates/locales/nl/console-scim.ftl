# Apps that users are pushed to by SCIM, in the console.

console_scim = Accounts bij apps (SCIM)
console_scim_lead = Apps die een account krijgen voor iedereen die ze mag gebruiken, en meteen horen wanneer iemand dat niet meer mag.
console_scim_none = Nog geen app krijgt accounts. Voeg er een toe met de volgende opdracht, een bestand of de API.
console_scim_compared = Laatste vergelijking
console_scim_users_in = Alleen leden van
console_scim_pushed_groups = Verzonden groepen
console_scim_accounts = Accounts
console_scim_to_come = Nog te doen
console_scim_problems = Niet zoals het hoort
console_scim_problems_none = Bij de app is alles zoals het hoort.
console_scim_paused = Gepauzeerd, omdat de app een dag lang niets heeft aangenomen
console_scim_created = Aangemaakt
console_scim_updated = Gewijzigd
console_scim_deactivated = Gedeactiveerd
console_scim_deleted = Verwijderd
console_scim_unchanged = Ongewijzigd
console_scim_conflict = Conflict
console_scim_failed = Mislukt
console_scim_compare = Alles vergelijken
console_scim_compare_effect = Elke gebruiker en groep wordt vergeleken met wat de app heeft, en verschillen worden hersteld.
console_scim_pause = Pauzeren
console_scim_pause_effect = Er wordt niets naar de app gestuurd tot je hervat. De accounts daar blijven zoals ze zijn.
console_scim_resume = Hervatten
console_scim_resume_effect = Iedereen wordt bekeken, en wat intussen is veranderd wordt naar de app gestuurd.
