-- Asks Steward whether a request may pass, and who sent it. Unless Steward answers 200, the request
-- ends here.

local address = os.getenv("STEWARD") .. "/authz/haproxy"
local identity = {
  user = "remote-user", email = "remote-email", email_verified = "remote-email-verified",
  name = "remote-name", groups = "remote-groups", token = "remote-token"
}

local function refuse(txn, status, headers)
  local reply = txn:reply({ status = status })
  for _, name in ipairs({ "www-authenticate", "retry-after" }) do
    if headers and headers[name] then
      reply:add_header(name, headers[name][0] or headers[name][1])
    end
  end
  txn:done(reply)
end

core.register_action("steward_authz", { "http-req" }, function(txn)
  local sent = txn.http:req_get_headers()
  local asked = {
    ["x-original-method"] = { txn.sf:method() },
    ["x-original-uri"] = { txn.sf:path() },
    ["x-original-host"] = { txn.sf:req_fhdr("host") },
    ["x-forwarded-for"] = { txn.sf:src() },
    ["x-request-id"] = { txn.sf:req_fhdr("x-request-id") },
  }
  -- Copy each value, so that Steward sees and rejects a repeated header.
  if sent["authorization"] then
    asked["authorization"] = {}
    for i = 0, #sent["authorization"] do
      asked["authorization"][i + 1] = sent["authorization"][i]
    end
  end

  local done, answer = pcall(function()
    return core.httpclient():get({ url = address, headers = asked })
  end)
  if not done or not answer or answer.status ~= 200 then
    local refused = done and answer and (answer.status == 401 or answer.status == 403)
    refuse(txn, refused and answer.status or 503, done and answer and answer.headers)
    return
  end
  for name, header in pairs(identity) do
    local value = answer.headers[header]
    if value then
      txn:set_var("txn.steward_" .. name, value[0] or value[1])
    end
  end
end)

-- HAProxy 2.6 cannot remove the trailers of a request (RFC 9110, 6.5), so refuse such requests. Only
-- requests without Content-Length can have trailers.
local no_trailers = { id = "no trailers", flags = filter.FLT_CFG_FL_HTX }
no_trailers.__index = no_trailers

function no_trailers:new()
  return setmetatable({}, no_trailers)
end

function no_trailers:http_headers(_, message)
  if not message:is_resp() and not message:get_headers()["content-length"] then
    filter.register_data_filter(self, message.channel)
  end
end

-- The input consists of the body, trailers, and one byte for the end of the message.
function no_trailers:http_payload(_, message)
  local rest = message:input() - #(message:body() or "")
  if rest > (message:eom() and 1 or 0) then
    error("the request has trailers")
  end
end

core.register_filter("no_trailers", no_trailers, function(self)
  return self
end)
