sign_in_page = 로그인 · { $organization }
sign_in_title = 로그인
sign_in_again_title = 다시 로그인
sign_in_another_title = 다른 계정 사용
sign_in_step_up_title = 한 단계 남았습니다
sign_in_step_up = { $app }에는 더 안전한 로그인이 필요합니다. 뒤로 돌아가도 로그인 상태는 유지됩니다.
sign_in_step_up_unknown_app = 이 페이지에는 더 안전한 로그인이 필요합니다. 뒤로 돌아가도 로그인 상태는 유지됩니다.
sign_in_known = { $user } 계정으로 로그인되어 있습니다.
sign_in_identifier = 이메일 또는 사용자 이름
sign_in_password = 비밀번호
sign_in_remember = 로그인 상태 유지
sign_in_submit = 로그인
sign_in_next = 다음
sign_in_or = 또는
sign_in_no_method = 아직 이 앱에 로그인할 방법이 없습니다. 관리자가 설정할 수 있습니다.

sign_in_continue_with = { $provider } 계정으로 계속하기
sign_in_with = { $provider } 계정으로 로그인

sign_in_wrong = 이메일과 비밀번호가 일치하지 않습니다. 둘 다 확인하고 다시 시도해 보세요.
sign_in_incomplete = 이메일 또는 사용자 이름과 비밀번호를 입력하세요.
sign_in_no_provider_for_address = 이 이메일 주소의 로그인 방법을 찾을 수 없습니다. 아래에서 선택하세요.
sign_in_directory_unreachable = 조직의 디렉터리에 연결할 수 없습니다. 잠시 후 다시 시도해 보세요.
sign_in_paused = 실패한 시도가 너무 많습니다. 잠시 후 다시 시도해 보세요.
sign_in_proof_needed = 현재 비밀번호를 추측하려는 시도가 많아 먼저 브라우저에서 짧은 계산을 해야 합니다. 비밀번호를 다시 입력하세요.
sign_in_proving = 브라우저에서 짧은 계산을 하는 중입니다. 몇 초 정도 걸립니다.
sign_in_proof_needs_script = 현재 비밀번호를 추측하려는 시도가 많아 브라우저에서 짧은 계산을 해야 합니다. JavaScript를 켜거나 10분 후에 다시 시도해 보세요.
sign_in_busy = 현재 로그인 사용량이 매우 많습니다. 몇 초 후에 다시 시도해 보세요.
sign_in_form_too_old = 페이지를 너무 오래 열어 두었거나 쿠키가 차단되었습니다. 비밀번호를 다시 입력하세요. 문제가 계속되면 이 사이트의 쿠키를 허용하세요.
sign_in_fresh = 로그인 방법을 변경하려면 먼저 다시 로그인하세요.

select_account_page = 계정 선택 · { $organization }
select_account_title = 계정 선택
select_account_in_use = 사용 중
select_account_other = 다른 계정 사용
