account_page = Twoje konto · { $organization }
account_switch = Przełącz konto
account_add = Dodaj konto
account_sign_out = Wyloguj się
account_email = E-mail
account_username = Nazwa użytkownika

account_methods_title = Jak się logujesz
account_password = Hasło
account_password_detail = Ustawione dla tego konta
account_connected_since = Połączono { $when }
account_disconnect = Odłącz { $provider }
account_connect = Połącz { $provider }

account_devices_title = Urządzenia
account_this_device = ta przeglądarka
account_session_since = Zalogowano { $when }
account_session_seen = Ostatnio używane { $when }
account_session_apps = Otwarte aplikacje: { $apps }
account_session_end = Wyloguj
account_sessions_end_others = Wyloguj ze wszystkich innych urządzeń

device_browser_on_system = { $browser } w systemie { $system }
device_unknown = Nieznana przeglądarka

place_with_address = { $place } ({ $address })

receipts_title = Wylogowania z ostatniej doby
receipt_delivered = Wylogowano { $when }
receipt_waiting = Trwa wylogowywanie
receipt_retrying = Jeszcze nie odpowiada; ostatnia próba { $when }
receipt_given_up = { $count ->
    [one] Brak odpowiedzi, jedna próba
    [few] Brak odpowiedzi, { $count } próby
    [many] Brak odpowiedzi, { $count } prób
   *[other] Brak odpowiedzi, { $count } próby
}
receipt_send_again = Wyślij ponownie

account_apps_title = Twoje aplikacje
account_apps_none = Nie używasz jeszcze żadnej aplikacji. Aplikacje, w których się zalogujesz, pojawią się tutaj.
account_app_allowed = Może używać: { $scope }
account_app_allowed_since = Zezwolono { $when }
account_app_trusted = Udostępniona przez Twoją organizację
account_app_open = Otwórz { $app }
account_app_remove = Usuń dostęp
account_app_sign_out = Wyloguj z { $app }
