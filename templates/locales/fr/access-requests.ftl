# Roles that people ask for: the pages of users, the console and the mails.

access_app = Application
access_role = Rôle
access_reason = Motif
access_until = Jusqu’au
access_no_end = Sans date de fin

## Pages of users
access_page = Accès · { $organization }
account_nav_access = Accès
access_hint = Un rôle vous permet d’en faire plus dans une application. Demandez-en un : la personne responsable de l’application décide.
access_none = Il n’y a aucun rôle que vous puissiez demander. Votre administrateur décide quels rôles peuvent être demandés.
access_ask = Demander l’accès
access_ask_title = Demander { $role } dans { $app }
access_opens = Sans lui, vous ne pouvez pas ouvrir l’application.
access_your_requests = Vos demandes
access_state_open = En attente de réponse
access_state_approved = Acceptée
access_state_refused = Refusée
access_state_withdrawn = Retirée
access_state_expired = Personne n’a répondu à temps
access_asked = Demandé
access_withdraw = Retirer la demande
access_ends = Si personne ne répond, la demande prend fin le { $time }.
access_reason_label = Pourquoi en avez-vous besoin ?
access_reason_hint = La personne qui décide lira ce texte. Vous pouvez écrire 500 caractères.
access_until_label = Jusqu’à quand en avez-vous besoin ?
access_until_hint = Laissez vide si vous en avez besoin sans date de fin. Le dernier jour est inclus (UTC).
access_until_longest = La date la plus tardive est le { $day }. Le dernier jour est inclus (UTC).
access_send = Envoyer la demande
access_sent = Votre demande est envoyée. Vous trouverez la réponse sur cette page.
access_was_withdrawn = La demande est retirée.
access_problem_reason = Dites pourquoi vous en avez besoin, en 500 caractères au plus.
access_problem_until = Choisissez un jour à venir qui ne dépasse pas ce que ce rôle permet.
access_problem_waits = Vous avez déjà demandé ce rôle. La demande attend une réponse.
access_problem_many = Vous avez demandé beaucoup de rôles récemment. Attendez les réponses ou retirez une demande.
access_problem_gone = Ce rôle ne peut pas être demandé, ou vous l’avez déjà.
access_problem_changed = L’application a été modifiée au même moment. Réessayez.
no_access_title = Vous ne pouvez pas encore ouvrir { $app }
no_access_text = Vous êtes connecté en tant que { $user }. Votre compte n’a pas accès à { $app }, mais vous pouvez le demander.
no_access_waits = Vous avez demandé l’accès. Votre demande attend une réponse.
no_access_back = Retour à { $app }

## The console
console_nav_access_requests = Demandes d’accès
console_access_requests_hint = Acceptez ou refusez les rôles que les utilisateurs demandent.
console_access_none = Personne n’attend de réponse. Un rôle peut être demandé dès que ses paramètres le permettent.
console_access_none_decided = Rien n’a encore été décidé.
console_access_decided = Décidées
console_access_gives = Ce que le rôle permet
console_access_wished = Souhaité jusqu’au
console_access_given_until = Donné jusqu’au
console_access_by = Décidé par
console_access_answer = Motif du refus
console_access_approve = Accepter la demande
console_access_approve_effect = L’utilisateur a le rôle immédiatement, jusqu’au jour que vous choisissez. Le journal d’audit le note avec votre nom.
console_access_refuse = Refuser la demande
console_access_refuse_effect = L’utilisateur n’obtient pas le rôle et lit votre motif.
console_access_own = C’est votre propre demande. Une autre personne doit en décider.
console_attention_requests = Demandes d’accès en attente de réponse : { $count }
console_field_requestable = Les utilisateurs peuvent le demander
console_field_longest = Durée maximale
console_field_longest_hint = En jours ou en heures, par exemple 30d ou 12h. Laissez vide si le rôle peut être donné sans date de fin.
console_role_requestable = Les utilisateurs peuvent demander ce rôle.
console_role_requestable_for = Les utilisateurs peuvent demander ce rôle, pour { $longest } au plus.
console_holder_request = Sur demande

## Mails
mail_access_requested_subject = Quelqu’un demande l’accès chez { $name }
mail_access_requested_title = Quelqu’un demande l’accès
mail_access_requested_text = { $user } demande un rôle. Rien ne change tant que personne ne l’accepte.
mail_access_requested_button = Voir la demande
mail_access_decided_subject = Votre demande d’accès chez { $name }
mail_access_approved_title = Votre demande a été acceptée
mail_access_approved_text = Vous avez le rôle que vous avez demandé. Si vous ne voyez pas de différence dans l’application, reconnectez-vous-y.
mail_access_refused_title = Votre demande n’a pas été acceptée
mail_access_refused_text = Vous n’obtenez pas le rôle que vous avez demandé.
mail_access_decided_button = Ouvrir vos demandes
