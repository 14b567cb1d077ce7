consent_page = Zezwól: { $app } · { $organization }
consent_title = { $app } chce:
consent_signed_in_as = Jesteś na koncie { $user }. Dostęp możesz usunąć w każdej chwili na stronie swojego konta.
consent_destination = Twoja odpowiedź trafi do { $destination }.
consent_resources = Aplikacja może użyć tego, na co zezwolisz, w:
consent_registered_by_itself = Ta aplikacja zarejestrowała się sama: { $organization } nie sprawdza, kto za nią stoi. Kontynuuj tylko wtedy, gdy ufasz powyższemu adresowi.
consent_allow = Przejdź do { $app }
consent_deny = Nie zezwalaj

missing_fields_page = Uzupełnij swoje konto · { $organization }
missing_fields_title = Uzupełnij swoje konto
missing_fields_text = { $organization } potrzebuje tych danych, zanim przejdziesz dalej. Jesteś na koncie { $user }.

select_organization_page = Wybierz organizację · { $organization }
select_organization_title = Wybierz organizację
select_organization_text = Jesteś na koncie { $user }. Której organizacji chcesz użyć w { $app }?

scope_openid = Wiedzieć, kim jesteś
scope_profile = Widzieć Twoje imię i nazwisko oraz profil
scope_email = Widzieć Twój adres e-mail
scope_address = Widzieć Twój adres pocztowy
scope_phone = Widzieć Twój numer telefonu
scope_offline_access = Zachować dostęp, gdy nie używasz aplikacji
scope_groups = Widzieć grupy, do których należysz
scope_roles = Widzieć Twoje role w aplikacji
scope_permissions = Widzieć Twoje uprawnienia w aplikacji
scope_other = Używać: { $scope }
