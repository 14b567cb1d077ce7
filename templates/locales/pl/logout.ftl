sign_out_page = Wyloguj się · { $organization }
sign_out_title_everywhere = Wylogować się wszędzie?
sign_out_title_accounts = Wylogować się?
sign_out_asked_by = { $app } prosi o wylogowanie Cię.
sign_out_signed_in_as = Jesteś na koncie { $user }.
sign_out_effect = Wylogujesz się ze wszystkich aplikacji otwartych na tym koncie w tej przeglądarce.
sign_out_everywhere = Wyloguj się wszędzie
sign_out_this = Wyloguj { $user }
sign_out_all = { $count ->
    [one] Wyloguj { $count } konto
    [few] Wyloguj wszystkie { $count } konta
    [many] Wyloguj wszystkie { $count } kont
   *[other] Wyloguj wszystkie { $count } konta
}
sign_out_fault = Ten link wylogowania nie działa tak, jak zaplanowała aplikacja: nie udało się zweryfikować, dokąd ma prowadzić. Mimo to możesz się wylogować i pozostać tutaj. Link mogą naprawić twórcy aplikacji.
sign_out_stay = Nie wylogowuj

signed_out_page = Wylogowano · { $organization }
signed_out_title = Wylogowano Cię
signed_out = Aby znów używać aplikacji, otwórz ją i zaloguj się.
signed_out_account = To konto wylogowano ze wszystkich aplikacji.
signed_out_others = Nadal zalogowane w tej przeglądarce: { $users }.
signed_out_sign_in = Zaloguj się ponownie
signed_out_to_app = Przejdź do { $app }
signed_out_choose = Wybierz konto

signing_out = Wylogowujemy Cię z aplikacji. Aby znów którejś używać, otwórz ją i zaloguj się.
signing_out_then_back = Wylogowujemy Cię z aplikacji, a potem wrócisz do poprzedniego miejsca.
signing_out_continue = Dalej
signing_out_frame = Wylogowanie z aplikacji
