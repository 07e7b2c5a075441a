-- Asks Steward whether a request may pass, and who sent it. Unless Steward answers 200, the request
-- ends here.

local http = require("socket.http")
http.TIMEOUT = 2

local STEWARD = "http://127.0.0.1:8080"
local IDENTITY = { "Remote-User", "Remote-Email", "Remote-Name", "Remote-Groups", "Remote-Token" }

function authz(r)
  local _, status, headers = http.request({
    url = STEWARD .. "/authz/nginx",
    redirect = false,
    headers = {
      ["X-Original-Method"] = r.method,
      ["X-Original-URI"] = r.unparsed_uri,
      ["X-Original-Host"] = r.hostname,
      ["X-Forwarded-For"] = r.useragent_ip,
      -- httpd joins repeated headers into one value. Steward rejects this value.
      ["Authorization"] = r.headers_in["Authorization"],
    },
  })
  if status == 200 then
    for _, name in ipairs(IDENTITY) do
      if headers[name:lower()] then
        r.headers_in[name] = headers[name:lower()]
      end
    end
    return apache2.OK
  end
  if status == 401 or status == 403 then
    if headers["www-authenticate"] then
      r.err_headers_out["WWW-Authenticate"] = headers["www-authenticate"]
    end
    return status
  end
  r.err_headers_out["Retry-After"] = "2"
  return 503
end
