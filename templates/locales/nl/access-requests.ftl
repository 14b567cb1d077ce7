# Roles that people ask for: the pages of users, the console and the mails.

access_app = App
access_role = Rol
access_reason = Reden
access_until = Tot en met
access_no_end = Zonder einddatum

## Pages of users
access_page = Toegang · { $organization }
account_nav_access = Toegang
access_hint = Met een rol kun je meer in een app. Vraag er een aan, dan beslist wie verantwoordelijk is voor de app.
access_none = Er is geen rol die je kunt aanvragen. Je beheerder bepaalt welke rollen je kunt aanvragen.
access_ask = Toegang aanvragen
access_ask_title = { $role } in { $app } aanvragen
access_opens = Zonder deze rol kun je de app niet openen.
access_your_requests = Je aanvragen
access_state_open = Wacht op antwoord
access_state_approved = Goedgekeurd
access_state_refused = Niet goedgekeurd
access_state_withdrawn = Ingetrokken
access_state_expired = Niemand heeft op tijd geantwoord
access_asked = Aangevraagd
access_withdraw = Aanvraag intrekken
access_ends = Als niemand antwoordt, eindigt de aanvraag op { $time }.
access_reason_label = Waarom heb je dit nodig?
access_reason_hint = Wie beslist, leest dit. Je kunt 500 tekens schrijven.
access_until_label = Tot wanneer heb je dit nodig?
access_until_hint = Laat leeg als je dit zonder einddatum nodig hebt. De laatste dag telt mee (UTC).
access_until_longest = De laatst mogelijke dag is { $day }. De laatste dag telt mee (UTC).
access_send = Aanvraag versturen
access_sent = Je aanvraag is verstuurd. Je vindt het antwoord op deze pagina.
access_was_withdrawn = De aanvraag is ingetrokken.
access_problem_reason = Schrijf waarom je dit nodig hebt, in hoogstens 500 tekens.
access_problem_until = Kies een dag in de toekomst die niet later is dan deze rol toestaat.
access_problem_waits = Je hebt deze rol al aangevraagd. De aanvraag wacht op antwoord.
access_problem_many = Je hebt onlangs veel rollen aangevraagd. Wacht op de antwoorden of trek een aanvraag in.
access_problem_gone = Deze rol kan niet worden aangevraagd, of je hebt hem al.
access_problem_changed = De app is op hetzelfde moment gewijzigd. Probeer het opnieuw.
no_access_title = Je kunt { $app } nog niet openen
no_access_text = Je bent aangemeld als { $user }. Je account heeft geen toegang tot { $app }, maar je kunt die aanvragen.
no_access_waits = Je hebt toegang aangevraagd. Je aanvraag wacht op antwoord.
no_access_back = Terug naar { $app }

## The console
console_nav_access_requests = Toegangsaanvragen
console_access_requests_hint = Keur de rollen goed die gebruikers aanvragen, of wijs ze af.
console_access_none = Niemand wacht op antwoord. Een rol kan worden aangevraagd zodra de instellingen dat toestaan.
console_access_none_decided = Er is nog niets beslist.
console_access_decided = Beslist
console_access_gives = Wat de rol toestaat
console_access_wished = Gewenst tot en met
console_access_given_until = Gegeven tot en met
console_access_by = Beslist door
console_access_answer = Reden van de afwijzing
console_access_approve = Aanvraag goedkeuren
console_access_approve_effect = De gebruiker heeft de rol meteen, tot en met de dag die je kiest. Het staat met je naam in het auditlogboek.
console_access_refuse = Aanvraag afwijzen
console_access_refuse_effect = De gebruiker krijgt de rol niet en leest je reden.
console_access_own = Dit is je eigen aanvraag. Iemand anders moet erover beslissen.
console_attention_requests = Toegangsaanvragen die op antwoord wachten: { $count }
console_field_requestable = Gebruikers mogen hem aanvragen
console_field_longest = Hoe lang hoogstens
console_field_longest_hint = Dagen of uren, bijvoorbeeld 30d of 12h. Laat leeg als de rol zonder einddatum mag worden gegeven.
console_role_requestable = Gebruikers mogen deze rol aanvragen.
console_role_requestable_for = Gebruikers mogen deze rol aanvragen, voor hoogstens { $longest }.
console_holder_request = Op aanvraag

## Mails
mail_access_requested_subject = Iemand vraagt toegang aan bij { $name }
mail_access_requested_title = Iemand vraagt toegang aan
mail_access_requested_text = { $user } vraagt een rol aan. Er verandert niets tot iemand die goedkeurt.
mail_access_requested_button = Aanvraag bekijken
mail_access_decided_subject = Je toegangsaanvraag bij { $name }
mail_access_approved_title = Je aanvraag is goedgekeurd
mail_access_approved_text = Je hebt de rol die je hebt aangevraagd. Als je in de app geen verschil ziet, meld je daar dan opnieuw aan.
mail_access_refused_title = Je aanvraag is niet goedgekeurd
mail_access_refused_text = Je krijgt de rol niet die je hebt aangevraagd.
mail_access_decided_button = Je aanvragen openen
