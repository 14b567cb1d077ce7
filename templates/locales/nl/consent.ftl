consent_page = { $app } toestaan · { $organization }
consent_title = { $app } wil:
consent_signed_in_as = Je bent ingelogd als { $user }. Je kunt de toegang op elk moment intrekken op je accountpagina.
consent_destination = Je antwoord gaat naar { $destination }.
consent_resources = De app kan wat je toestaat gebruiken bij:
consent_registered_by_itself = Deze app heeft zichzelf geregistreerd: { $organization } heeft niet gecontroleerd wie erachter zit. Ga alleen verder als je het adres hierboven vertrouwt.
consent_allow = Doorgaan naar { $app }
consent_deny = Niet toestaan

missing_fields_page = Vul je account aan · { $organization }
missing_fields_title = Vul je account aan
missing_fields_text = { $organization } heeft deze gegevens nodig voordat je verdergaat. Je bent ingelogd als { $user }.

select_organization_page = Organisatie kiezen · { $organization }
select_organization_title = Organisatie kiezen
select_organization_text = Je bent ingelogd als { $user }. Welke organisatie wil je gebruiken in { $app }?

scope_openid = Weten wie je bent
scope_profile = Je naam en profiel bekijken
scope_email = Je e-mailadres bekijken
scope_address = Je postadres bekijken
scope_phone = Je telefoonnummer bekijken
scope_offline_access = Toegang houden wanneer je de app niet gebruikt
scope_groups = Je groepen bekijken
scope_roles = Je rollen in de app bekijken
scope_permissions = Je rechten in de app bekijken
scope_other = { $scope } gebruiken
