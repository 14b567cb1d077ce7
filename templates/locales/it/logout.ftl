sign_out_page = Esci · { $organization }
sign_out_title_everywhere = Uscire da tutte le app?
sign_out_title_accounts = Uscire?
sign_out_asked_by = { $app } chiede di farti uscire.
sign_out_signed_in_as = Hai eseguito l’accesso come { $user }.
sign_out_effect = Uscirai da tutte le app che hai aperto con questo account in questo browser.
sign_out_everywhere = Esci da tutte le app
sign_out_this = Esci da { $user }
sign_out_all = { $count ->
    [one] Esci da { $count } account
   *[other] Esci da tutti i { $count } account
}
sign_out_fault = Questo link per uscire non funziona come previsto dall’app: non siamo riusciti a verificare dove vuole portarti. Puoi comunque uscire e restare qui. Chi sviluppa l’app può correggere il link.
sign_out_stay = Resta connesso

signed_out_page = Uscita eseguita · { $organization }
signed_out_title = Sei uscito
signed_out = Per usare di nuovo un’app, aprila e accedi.
signed_out_account = Questo account è uscito da tutte le app.
signed_out_others = Ancora connessi in questo browser: { $users }.
signed_out_sign_in = Accedi di nuovo
signed_out_to_app = Vai a { $app }
signed_out_choose = Scegli un account

signing_out = Ti stiamo facendo uscire dalle tue app. Per usarne di nuovo una, aprila e accedi.
signing_out_then_back = Ti stiamo facendo uscire dalle tue app, poi ti riporteremo indietro.
signing_out_continue = Continua
signing_out_frame = Uscita da un’app
