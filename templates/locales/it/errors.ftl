error_detail = Dettagli tecnici per chi sviluppa l’app
error_reference = Riferimento { $reference }

error_try_again = Riprova. Se succede di nuovo, comunica all’amministratore il riferimento qui sotto.
error_start_again = Torna all’app e ricomincia.
error_open_again = Apri di nuovo la pagina
error_to_apps = Vai alle tue app
error_to_accounts = Scegli un account
error_developer = Non hai fatto nulla di sbagliato. Chi sviluppa l’app può risolvere il problema.

error_bad_request_title = Non siamo riusciti a leggere la richiesta
error_bad_request = La richiesta inviata dal tuo browser era incompleta o danneggiata.
error_bad_request_remedy = Torna indietro e riprova.

error_app_request = L’app ha inviato una richiesta che non possiamo leggere.
error_refused = La richiesta dell’app è stata rifiutata.

error_account_gone_title = Sei uscito da questo account
error_account_gone = Non hai più effettuato l’accesso all’account che hai scelto.
error_account_gone_remedy = Torna indietro e scegli un altro account, oppure accedi di nuovo.

error_proxy = Solo un reverse proxy può usare questo indirizzo, e il proxy non ha inviato l’indirizzo e il metodo della richiesta originale.
error_proxy_remedy = L’amministratore del proxy può risolvere il problema. La guida è in docs/guides/forward-auth.md.

error_form_title = Questo modulo è scaduto
error_form = È troppo vecchio, è stato aperto in un altro browser oppure i cookie sono bloccati.
error_form_remedy = Apri di nuovo la pagina. Se continua a succedere, consenti i cookie per questo sito.

error_forbidden_title = Non hai accesso
error_forbidden = L’account che stai usando non può aprire questa pagina.
error_forbidden_remedy = Se ti serve l’accesso, chiedi all’amministratore. Puoi anche tornare indietro e usare un altro account.

error_unavailable_title = Al momento abbiamo dei problemi
error_unavailable = Il server è occupato o non riesce a raggiungere il suo database.
error_unavailable_remedy = Attendi qualche secondo e riprova.

error_out_of_date_title = Non possiamo continuare questo accesso
error_out_of_date = È stato avviato in un altro browser, il suo indirizzo è incompleto oppure i cookie sono bloccati.
error_out_of_date_remedy = Apri di nuovo l’app. Se continua a succedere, consenti i cookie per questo sito.

error_limited_title = Troppi tentativi
error_limited = Ci sono stati troppi tentativi dalla tua rete.
error_limited_remedy = { $seconds ->
    [one] Attendi { $seconds } secondo e riprova.
   *[other] Attendi { $seconds } secondi e riprova.
}

error_internal_title = Si è verificato un problema da parte nostra
error_internal = Non siamo riusciti a completare la tua richiesta. Non è stato modificato nulla.

error_not_found_title = Pagina non trovata
error_not_found = A questo indirizzo non c’è nessuna pagina.
error_not_found_remedy = Controlla l’indirizzo oppure vai alle tue app.

address_title = Richiesta di accesso rifiutata
address_remedy = Non hai fatto nulla di sbagliato. Chi sviluppa l’app può risolvere il problema: la richiesta deve corrispondere alla registrazione dell’app.
address_client_missing = L’app non ha inviato il proprio identificatore client.
address_client_unknown = L’app non è registrata qui oppure è disattivata.
address_redirect_uri_missing = L’app non ha inviato l’indirizzo a cui tornare.
address_redirect_uri_unregistered = L’app vuole indirizzarti a un indirizzo che non è registrato per lei.
address_repeated = L’app ha inviato due valori diversi per la propria identità o il proprio indirizzo.
address_request_object = Non è stato possibile verificare la richiesta firmata dell’app.
address_unusable = L’app ha inviato qualcosa che non possiamo leggere.

form_post_page = Ritorno all’app
form_post_title = Un momento
form_post = Ti stiamo riportando all’app.
form_post_continue = Continua all’app
web_message = Stiamo passando il risultato all’app. Se non succede nulla, chiudi questa finestra e torna all’app.
