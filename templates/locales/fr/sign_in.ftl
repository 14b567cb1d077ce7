sign_in_page = Se connecter · { $organization }
sign_in_title = Se connecter
sign_in_again_title = Se reconnecter
sign_in_another_title = Utiliser un autre compte
sign_in_step_up_title = Encore une étape
sign_in_step_up = { $app } exige une connexion plus sûre que celle que vous avez utilisée. Si vous revenez en arrière, vous restez connecté.
sign_in_step_up_unknown_app = Cette page exige une connexion plus sûre que celle que vous avez utilisée. Si vous revenez en arrière, vous restez connecté.
sign_in_known = Vous êtes connecté en tant que { $user }.
sign_in_identifier = E-mail ou nom d’utilisateur
sign_in_password = Mot de passe
sign_in_remember = Rester connecté
sign_in_submit = Se connecter
sign_in_next = Continuer
sign_in_or = ou
sign_in_no_method = Il n’existe encore aucune méthode de connexion pour cette application. Un administrateur peut en configurer une.

sign_in_continue_with = Continuer avec { $provider }
sign_in_with = Se connecter avec { $provider }

sign_in_wrong = Cet e-mail et ce mot de passe ne correspondent pas. Vérifiez-les et réessayez.
sign_in_incomplete = Saisissez votre e-mail ou votre nom d’utilisateur, ainsi que votre mot de passe.
sign_in_no_provider_for_address = Nous n’avons trouvé aucune méthode de connexion pour cette adresse e-mail. Choisissez l’une des options ci-dessous.
sign_in_directory_unreachable = Nous ne parvenons pas à joindre l’annuaire de votre organisation. Patientez un instant, puis réessayez.
sign_in_paused = Trop de tentatives infructueuses. Patientez un instant, puis réessayez.
sign_in_proof_needed = Votre navigateur doit d’abord effectuer un court calcul, car de nombreuses personnes essaient de deviner des mots de passe en ce moment. Saisissez à nouveau votre mot de passe.
sign_in_proving = Votre navigateur effectue un court calcul. Cela prend quelques secondes.
sign_in_proof_needs_script = De nombreuses personnes essaient de deviner des mots de passe en ce moment : votre navigateur doit donc effectuer un court calcul. Activez JavaScript, ou réessayez dans dix minutes.
sign_in_busy = La connexion est très sollicitée en ce moment. Patientez quelques secondes, puis réessayez.
sign_in_form_too_old = Cette page est restée ouverte trop longtemps, ou les cookies sont bloqués. Saisissez à nouveau votre mot de passe. Si cela se reproduit, autorisez les cookies pour ce site.
sign_in_fresh = Pour modifier vos méthodes de connexion, reconnectez-vous d’abord.

select_account_page = Choisir un compte · { $organization }
select_account_title = Choisir un compte
select_account_in_use = utilisé
select_account_other = Utiliser un autre compte
