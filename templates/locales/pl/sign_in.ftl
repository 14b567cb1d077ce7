sign_in_page = Zaloguj się · { $organization }
sign_in_title = Zaloguj się
sign_in_again_title = Zaloguj się ponownie
sign_in_another_title = Użyj innego konta
sign_in_step_up_title = Jeszcze jeden krok
sign_in_step_up = { $app } wymaga bezpieczniejszego logowania niż to, którego użyto. Jeśli wrócisz, nadal będziesz na swoim koncie.
sign_in_step_up_unknown_app = Ta strona wymaga bezpieczniejszego logowania niż to, którego użyto. Jeśli wrócisz, nadal będziesz na swoim koncie.
sign_in_known = Jesteś na koncie { $user }.
sign_in_identifier = E-mail lub nazwa użytkownika
sign_in_password = Hasło
sign_in_remember = Nie wylogowuj mnie
sign_in_submit = Zaloguj się
sign_in_next = Dalej
sign_in_or = lub
sign_in_no_method = Nie ma jeszcze sposobu logowania do tej aplikacji. Może go skonfigurować administrator.

sign_in_continue_with = Kontynuuj przez { $provider }
sign_in_with = Zaloguj się przez { $provider }

sign_in_wrong = Ten adres e-mail i hasło nie pasują do siebie. Sprawdź je i spróbuj ponownie.
sign_in_incomplete = Wpisz adres e-mail lub nazwę użytkownika oraz hasło.
sign_in_no_provider_for_address = Nie znaleźliśmy metody logowania dla tego adresu e-mail. Wybierz jedną z poniższych opcji.
sign_in_directory_unreachable = Nie możemy połączyć się z katalogiem Twojej organizacji. Poczekaj chwilę i spróbuj ponownie.
sign_in_paused = Zbyt wiele nieudanych prób. Poczekaj chwilę i spróbuj ponownie.
sign_in_proof_needed = Przeglądarka musi najpierw wykonać krótkie obliczenie, ponieważ wiele osób próbuje teraz odgadnąć hasła. Wpisz hasło ponownie.
sign_in_proving = Przeglądarka wykonuje krótkie obliczenie. Potrwa to kilka sekund.
sign_in_proof_needs_script = Wiele osób próbuje teraz odgadnąć hasła, więc przeglądarka musi wykonać krótkie obliczenie. Włącz JavaScript albo spróbuj ponownie za dziesięć minut.
sign_in_busy = Logowanie jest teraz bardzo obciążone. Poczekaj kilka sekund i spróbuj ponownie.
sign_in_form_too_old = Ta strona była otwarta zbyt długo albo pliki cookie są zablokowane. Wpisz hasło ponownie. Jeśli problem się powtarza, zezwól na pliki cookie w tej witrynie.
sign_in_fresh = Aby zmienić sposób logowania, najpierw zaloguj się ponownie.

select_account_page = Wybierz konto · { $organization }
select_account_title = Wybierz konto
select_account_in_use = używane
select_account_other = Użyj innego konta
