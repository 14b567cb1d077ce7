account_page = Il tuo account · { $organization }
account_switch = Cambia account
account_add = Aggiungi account
account_sign_out = Esci
account_email = Email
account_username = Nome utente

account_methods_title = Come accedi
account_password = Password
account_password_detail = Impostata per questo account
account_connected_since = Collegato il { $when }
account_disconnect = Scollega { $provider }
account_connect = Collega { $provider }

account_devices_title = Dispositivi
account_this_device = questo browser
account_session_since = Accesso il { $when }
account_session_seen = Ultimo utilizzo il { $when }
account_session_apps = App aperte: { $apps }
account_session_end = Esci
account_sessions_end_others = Esci da tutti gli altri dispositivi

device_browser_on_system = { $browser } su { $system }
device_unknown = Browser sconosciuto

place_with_address = { $place } ({ $address })

receipts_title = Uscite nelle ultime 24 ore
receipt_delivered = Uscita eseguita il { $when }
receipt_waiting = Uscita in corso
receipt_retrying = Non ancora raggiungibile; ultimo tentativo il { $when }
receipt_given_up = { $count ->
    [one] Non raggiungibile, { $count } tentativo
   *[other] Non raggiungibile, { $count } tentativi
}
receipt_send_again = Invia di nuovo

account_apps_title = Le tue app
account_apps_none = Non hai ancora usato nessuna app. Qui compariranno le app a cui accedi.
account_app_allowed = Può usare { $scope }
account_app_allowed_since = Consentita il { $when }
account_app_trusted = Fornita dalla tua organizzazione
account_app_open = Apri { $app }
account_app_remove = Rimuovi accesso
account_app_sign_out = Esci da { $app }
