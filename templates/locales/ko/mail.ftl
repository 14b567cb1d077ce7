mail_footer = 보낸 곳: { $organization }, { $issuer }
mail_link_as_text = 버튼이 작동하지 않으면 브라우저에서 다음 주소를 여세요.

mail_device = 기기
mail_place = 위치
mail_time = 시간
mail_asked_title = 요청한 곳

mail_sign_up_subject = { $name } 이메일 주소를 확인하세요
mail_sign_up_title = 이메일 주소를 확인하세요
mail_sign_up_text = { $name } 계정 만들기를 완료하려면 다음 코드를 입력하세요.
mail_sign_up_button = 주소 확인
mail_sign_up_valid = 코드와 링크는 24시간 동안 한 번만 사용할 수 있습니다.
mail_sign_up_not_you = 계정을 만들지 않았다면 이 이메일을 무시하고 링크를 사용하지 마세요. 코드나 링크가 없으면 아무 일도 일어나지 않습니다.

mail_account_exists_subject = 이미 { $name } 계정이 있습니다
mail_account_exists_title = 이미 계정이 있습니다
mail_account_exists_text = 누군가 이 이메일 주소로 { $name } 계정을 만들려고 했습니다. 이미 계정이 있으므로 로그인할 수 있습니다.
mail_account_exists_button = 로그인
mail_account_exists_reset = 비밀번호가 기억나지 않으면 새 비밀번호를 선택하세요.
mail_account_exists_not_you = 본인이 아니라면 이 이메일을 무시하세요. 변경된 사항이 없습니다.

mail_verify_subject = { $name } 이메일 주소를 확인하세요
mail_verify_title = 이메일 주소를 확인하세요
mail_verify_text = { $name } 계정에서 이 주소를 확인하려면 다음 코드를 입력하세요.
mail_verify_button = 주소 확인
mail_verify_valid = 코드와 링크는 24시간 동안 한 번만 사용할 수 있습니다.
mail_verify_not_you = 요청하지 않았다면 이 이메일을 무시하고 링크를 사용하지 마세요. 코드나 링크가 없으면 이 주소는 사용되지 않습니다.

mail_reset_subject = { $name } 새 비밀번호를 선택하세요
mail_reset_title = 새 비밀번호를 선택하세요
mail_reset_text = 누군가 { $name } 계정의 비밀번호 변경을 요청했습니다.
mail_reset_button = 새 비밀번호 선택
mail_reset_valid = 링크는 1시간 동안 한 번만 사용할 수 있습니다.
mail_reset_not_you = 본인이 아니라면 이 이메일을 무시하세요. 비밀번호는 그대로 유지됩니다.

mail_code_subject = { $name } 로그인 코드
mail_code_title = 로그인 코드
mail_code_text = { $name }에 로그인하려면 다음 코드를 입력하세요.
mail_code_valid = 코드는 10분 동안 한 번만 사용할 수 있습니다.
mail_code_or_link = 또는 요청한 브라우저에서 이 링크를 사용하세요.
mail_code_and_link_valid = 코드와 링크는 10분 동안 한 번만 사용할 수 있습니다.
mail_code_warning = 이 코드를 절대 다른 사람에게 알려 주지 마세요. 전화, 채팅, 이메일로 코드를 묻지 않습니다.
mail_code_not_you = 로그인하려고 하지 않았다면 이 이메일을 무시하세요. 코드가 없으면 아무도 로그인할 수 없습니다.
mail_link_subject = { $name } 로그인 링크
mail_link_title = { $name } 로그인
mail_link_text = 이 링크는 요청한 브라우저에서 사용하세요.
mail_link_button = 로그인
mail_link_valid = 링크는 10분 동안 한 번만 사용할 수 있습니다.
mail_link_not_you = 로그인하려고 하지 않았다면 이 이메일을 무시하세요. 링크가 없으면 아무도 로그인할 수 없습니다.

mail_invitation_subject = { $name }에 초대되었습니다
mail_invitation_title = { $name }에 초대되었습니다
mail_invitation_text = { $name } 계정을 만들거나 기존 계정으로 로그인할 수 있습니다.
mail_invitation_text_by = { $inviter } 님이 { $name }에 초대했습니다. 계정을 만들거나 기존 계정으로 로그인할 수 있습니다.
mail_invitation_apps = 앱
mail_invitation_button = 초대 수락
mail_invitation_valid = 초대는 { $time }에 만료됩니다.
mail_invitation_not_you = 무슨 내용인지 모르겠다면 이 이메일을 무시하세요. 본인이 직접 하지 않으면 계정이 만들어지지 않습니다.

mail_not_me_button = 본인이 아님
mail_not_me_explained = 본인이 아니라면 알려 주세요. 모든 곳에서 로그아웃되고, 새 비밀번호를 선택할 때까지 기존 비밀번호를 사용할 수 없습니다.
mail_was_me = 본인이라면 아무것도 하지 않아도 됩니다.

mail_address_changed_subject = { $name } 이메일 주소가 변경되었습니다
mail_address_changed_title = 이메일 주소가 변경되었습니다
mail_address_changed_text = { $name } 계정의 이메일 주소가 { $address }(으)로 변경되었습니다. 앞으로 이메일은 그 주소로 전송됩니다.
mail_address_changed_button = 변경 취소
mail_address_changed_explained = 본인이 아니라면 변경을 취소하세요. 7일 동안 취소할 수 있습니다.
mail_address_replaced_text = { $name } 계정의 이메일 주소가 { $address }(으)로 변경되었습니다. 관리자 또는 계정을 관리하는 서비스가 변경했습니다.
mail_address_replaced_explained = 앞으로 이메일은 그 주소로 전송되며, 이 주소로 보낸 링크는 더 이상 사용할 수 없습니다. 예상하지 못한 변경이라면 { $name } 운영자에게 문의하세요.
mail_address_proven_subject = { $name } 이메일 주소가 확인되었습니다
mail_address_proven_title = 이메일 주소가 확인되었습니다
mail_address_proven_text = { $name } 계정의 이메일 주소가 처음으로 확인되었습니다. 그전에 설정된 비밀번호, 패스키, 연결된 계정으로는 더 이상 로그인할 수 없으며 모든 기기에서 로그아웃되었습니다. 본인의 것은 다시 설정하세요.

mail_new_device_subject = { $name } 계정에 새로 로그인함
mail_new_device_title = 계정에 새로 로그인함
mail_new_device_text = { $name } 계정이 이전에 사용한 적이 없는 브라우저에서 사용되었습니다.

mail_password_changed_subject = { $name } 비밀번호가 변경되었습니다
mail_password_changed_title = 비밀번호가 변경되었습니다
mail_password_changed_text = { $name } 계정의 비밀번호가 변경되었고 다른 기기에서 로그아웃되었습니다.

mail_guessed_subject = { $name } 계정에 잘못된 비밀번호가 여러 번 입력되었습니다
mail_guessed_title = 잘못된 비밀번호가 여러 번 입력되었습니다
mail_guessed_text = { $name } 계정에 잘못된 비밀번호가 100번 연속으로 입력되었습니다. 더 이상 추측할 수 없도록, 이제 비밀번호만으로는 이전에 로그인한 적이 있는 브라우저에서만 로그인할 수 있습니다.
mail_guessed_explained = 다른 곳에서는 새 비밀번호를 설정하거나 패스키와 같은 다른 방법으로 로그인하세요. 새 비밀번호를 설정하거나 이전에 사용한 브라우저에서 비밀번호로 로그인하면 이 제한이 끝납니다.

mail_factor_subject = { $name } 계정의 로그인 방법이 변경되었습니다
mail_factor_text = { $name } 계정의 로그인 방법이 변경되었습니다.
mail_passkey_added = 계정에 패스키가 추가되었습니다
mail_passkey_removed = 계정에서 패스키가 삭제되었습니다
mail_security_key_added = 계정에 보안 키가 추가되었습니다
mail_security_key_removed = 계정에서 보안 키가 삭제되었습니다
mail_authenticator_added = 계정에 인증 앱이 추가되었습니다
mail_authenticator_removed = 계정에서 인증 앱이 삭제되었습니다
mail_recovery_codes_added = 계정의 새 복구 코드가 생성되었습니다
mail_password_removed = 계정의 비밀번호가 삭제되었습니다
mail_recovery_codes_removed = 계정의 복구 코드가 삭제되었습니다
mail_connected_added = { $provider }이(가) 계정에 연결되었습니다
mail_connected_removed = { $provider }이(가) 계정에서 연결 해제되었습니다
mail_code_given = 관리자가 계정의 일회용 코드를 만들었습니다

mail_recovery_subject = 누군가 { $name } 계정의 복구를 요청했습니다
mail_recovery_title = 누군가 계정의 복구를 요청했습니다
mail_recovery_text = 누군가 { $name } 계정의 2단계 인증 수단을 잃어버렸다고 합니다. 거부하지 않으면 { $time }부터 2단계 인증 없이 로그인할 수 있습니다.
mail_recovery_button = 거부
mail_recovery_explained = 본인이 아니라면 지금 거부하고 비밀번호를 변경하세요.
mail_recovery_ready_subject = { $name } 계정에 다시 액세스할 수 있습니다
mail_recovery_ready_title = 계정에 다시 액세스할 수 있습니다
mail_recovery_ready_text = 아무도 요청을 거부하지 않았습니다. 2단계 인증을 끈 다음 로그인하여 다시 설정하세요.
mail_recovery_ready_button = 2단계 인증 끄기
mail_recovery_ready_valid = 링크는 { $time }까지 한 번만 사용할 수 있습니다.
mail_recovery_ready_not_you = 요청한 적이 없다면 링크를 사용하지 말고 비밀번호를 변경하세요.

mail_deletion_subject = { $name } 계정이 삭제될 예정입니다
mail_deletion_title = 계정이 삭제될 예정입니다
mail_deletion_text = { $name } 계정과 그 안의 모든 내용이 { $time }에 삭제됩니다. 그 전까지는 취소할 수 있습니다.
mail_deletion_button = 계정 유지
mail_deletion_explained = 본인이 아니라면 계정을 유지하고 비밀번호를 변경하세요.

mail_deleted_subject = { $name } 계정이 삭제되었습니다
mail_deleted_title = 계정이 삭제되었습니다
mail_deleted_text = { $name } 계정과 모든 내용이 { $time }에 삭제되었습니다. 더 이상 연락드리지 않습니다.

mail_test_subject = { $name } 테스트 이메일
mail_test_title = 이 이메일이 도착했습니다
mail_test_text = { $name } 관리자가 이메일이 도착하는지 확인하려고 { $time }에 보냈습니다. 아무것도 하지 않아도 됩니다.

dev_mail_page = 이메일 · { $organization }
dev_mail_title = 이메일
dev_mail_explained = 여기에는 메일 서버가 없으므로 이메일이 이 페이지에 표시됩니다. 최근 200개가 이 프로세스가 멈출 때까지 메모리에 보관됩니다. 같은 데이터베이스를 사용하는 다른 프로세스에는 별도의 이메일이 있습니다.
dev_mail_none = 아직 이메일이 없습니다. 이메일이 전송된 후 이 페이지를 새로고침하세요.
dev_mail_to = 받는 사람: { $address }
dev_mail_sent = 보낸 시간: { $when }
dev_mail_html = HTML로 보기

not_me_title = 본인이 아닌가요?
not_me_happened = 계정이 사용되거나 변경된 시간: { $when }
not_me_explained = 본인이 아니라면 모든 기기와 앱에서 로그아웃하고 비밀번호를 사용할 수 없게 합니다. 그런 다음 새 비밀번호를 선택합니다.
not_me_button = 계정 보호
not_me_done_title = 계정이 보호되었습니다
not_me_done = 모든 곳에서 로그아웃되었으며 이전 비밀번호는 더 이상 사용할 수 없습니다. 지금 새 비밀번호를 선택하세요.
not_me_done_without_password = 모든 곳에서 로그아웃되었습니다. 다른 제공업체의 계정으로 로그인하고 있으므로 그곳의 비밀번호도 변경하세요.
not_me_factors_wait = 이메일만으로 다른 사람이 들어올 수 없도록, 추가된 2단계 인증은 당분간 유지됩니다. { $when }에 이를 삭제하는 링크를 보내 드립니다.
not_me_factors_stay = 이메일만으로 다른 사람이 들어올 수 없도록, 추가된 2단계 인증은 유지됩니다. 본인이 추가하지 않았다면 관리자에게 삭제를 요청하세요.
not_me_done_apps = 앱에서 로그아웃되는 데 몇 분이 걸릴 수 있습니다. 다시 로그인하면 계정의 로그인 방법을 살펴보고 모르는 방법을 삭제하세요.
not_me_choose_password = 새 비밀번호 선택
not_me_sign_in = 로그인
not_me_used_title = 이미 완료되었습니다
not_me_used = 이 이메일이 전송된 후 계정이 보호되었습니다. 그 이후 새 비밀번호를 선택하지 않았다면 지금 선택하세요.
not_me_invalid_title = 링크가 작동하지 않습니다
not_me_invalid = 7일이 지났거나 주소의 일부가 빠졌습니다. 다른 사람이 계정을 사용한다고 생각되면 새 비밀번호를 선택하세요.
