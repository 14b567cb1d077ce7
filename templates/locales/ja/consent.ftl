consent_page = { $app } を許可 · { $organization }
consent_title = { $app } が求めている許可:
consent_signed_in_as = { $user } としてログインしています。アクセス権はアカウント ページでいつでも削除できます。
consent_destination = 回答は { $destination } に送信されます。
consent_resources = 許可した内容は次の場所で使用されます：
consent_registered_by_itself = このアプリは自動で登録されたものです。{ $organization } は提供元を確認していません。上記のアドレスを信頼できる場合にのみ続行してください。
consent_allow = { $app } に進む
consent_deny = 許可しない

missing_fields_page = アカウント情報の入力 · { $organization }
missing_fields_title = アカウント情報を入力してください
missing_fields_text = 続行する前に、{ $organization } ではこの情報が必要です。{ $user } としてログインしています。

select_organization_page = 組織を選択 · { $organization }
select_organization_title = 組織を選択
select_organization_text = { $user } としてログインしています。{ $app } でどの組織を使用しますか？

scope_openid = 本人であることの確認
scope_profile = 氏名とプロフィールの表示
scope_email = メールアドレスの表示
scope_address = 住所の表示
scope_phone = 電話番号の表示
scope_offline_access = アプリを使用していないときのアクセスの継続
scope_groups = 所属グループの表示
scope_roles = アプリでのロールの表示
scope_permissions = アプリでの権限の表示
scope_other = { $scope } の使用
