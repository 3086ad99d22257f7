# The forwarder: EventBridge → SQS → a function within the network (deploy/forwarder), where MovieGrains has no address outside.

locals {
  forwarder_timeout_seconds = 15
  forwarder_name            = "${var.name}-forwarder"

  # What Lambda needs to put a function into a network, and the function itself does not.
  forwarder_network_actions = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
  ]

  # Where the function goes: MovieGrains, and Secrets Manager.
  notification_url_port = try(regex("^https?://[^/:]+:([0-9]+)", var.notification_url)[0], startswith(coalesce(var.notification_url, "https"), "https") ? "443" : "80")
  forwarder_ports       = local.with_forwarder ? toset(["443", local.notification_url_port]) : toset([])
}

resource "aws_sqs_queue" "events" {
  count = local.with_forwarder ? 1 : 0

  name                      = "${var.name}-events"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true

  # Six times the function's own, as AWS advises. 240 attempts, one and a half minutes apart, outlast six hours.
  visibility_timeout_seconds = 6 * local.forwarder_timeout_seconds

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters[0].arn
    maxReceiveCount     = 240
  })
}

# No other queue of the account may leave its messages among the dead letters.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  count = local.with_forwarder ? 1 : 0

  queue_url = aws_sqs_queue.dead_letters[0].id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.events[0].arn]
  })
}

resource "aws_cloudwatch_event_target" "queue" {
  count = local.with_forwarder ? 1 : 0

  rule = aws_cloudwatch_event_rule.drops[0].name
  arn  = aws_sqs_queue.events[0].arn

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters[0].arn
  }
}

data "archive_file" "forwarder" {
  count = local.with_forwarder ? 1 : 0

  type        = "zip"
  source_file = "${path.module}/../forwarder/index.mjs"
  output_path = "${path.module}/.build/forwarder.zip"
}

data "aws_iam_policy_document" "forwarder_assume" {
  count = local.with_forwarder ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "forwarder" {
  count = local.with_forwarder ? 1 : 0

  statement {
    sid       = "Take"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = [aws_sqs_queue.events[0].arn]
  }

  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.forwarder[0].arn}:*"]
  }

  statement {
    sid       = "Key"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.forwarder_key_secret_arn]
  }

  # Interfaces that are not there yet have no name.
  statement {
    sid       = "Network"
    actions   = local.forwarder_network_actions
    resources = ["*"]
  }

  statement {
    sid       = "NetworkForLambdaAlone"
    effect    = "Deny"
    actions   = local.forwarder_network_actions
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "lambda:SourceFunctionArn"
      values   = ["arn:${data.aws_partition.this.partition}:lambda:${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}:function:${local.forwarder_name}"]
    }
  }
}

resource "aws_iam_role" "forwarder" {
  count = local.with_forwarder ? 1 : 0

  name               = local.forwarder_name
  assume_role_policy = data.aws_iam_policy_document.forwarder_assume[0].json
}

resource "aws_iam_role_policy" "forwarder" {
  count = local.with_forwarder ? 1 : 0

  name   = "forward"
  role   = aws_iam_role.forwarder[0].id
  policy = data.aws_iam_policy_document.forwarder[0].json
}

resource "aws_cloudwatch_log_group" "forwarder" {
  count = local.with_forwarder ? 1 : 0

  name              = "/aws/lambda/${local.forwarder_name}"
  retention_in_days = 30
}

resource "aws_security_group" "forwarder" {
  count = local.with_forwarder ? 1 : 0

  name        = local.forwarder_name
  description = "The forwarder of notifications"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_egress_rule" "forwarder" {
  for_each = local.forwarder_ports

  security_group_id = aws_security_group.forwarder[0].id
  description       = "MovieGrains, and Secrets Manager"
  ip_protocol       = "tcp"
  from_port         = tonumber(each.key)
  to_port           = tonumber(each.key)
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_lambda_function" "forwarder" {
  count = local.with_forwarder ? 1 : 0

  function_name    = local.forwarder_name
  description      = "Posts events of the bucket to MovieGrains"
  filename         = data.archive_file.forwarder[0].output_path
  source_code_hash = data.archive_file.forwarder[0].output_base64sha256
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  memory_size      = 256
  timeout          = local.forwarder_timeout_seconds
  role             = aws_iam_role.forwarder[0].arn

  environment {
    variables = {
      MOVIES_URL             = var.notification_url
      MOVIES_KEY_SECRET      = var.forwarder_key_secret_arn
      MOVIES_TIMEOUT_MS      = "10000"
      MOVIES_ACCEPT_STATUSES = join(",", var.forwarder_accept_statuses)
    }
  }

  vpc_config {
    subnet_ids         = var.private_subnet_ids
    security_group_ids = [aws_security_group.forwarder[0].id]
  }

  lifecycle {
    precondition {
      condition     = var.notification_url != null && var.forwarder_key_secret_arn != null && var.vpc_id != null && length(var.private_subnet_ids) > 1
      error_message = "notifications = \"forwarder\" needs notification_url, forwarder_key_secret_arn, vpc_id and private_subnet_ids."
    }
  }

  depends_on = [aws_cloudwatch_log_group.forwarder, aws_iam_role_policy.forwarder]
}

resource "aws_lambda_event_source_mapping" "forwarder" {
  count = local.with_forwarder ? 1 : 0

  event_source_arn        = aws_sqs_queue.events[0].arn
  function_name           = aws_lambda_function.forwarder[0].arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]

  # The function is no reason for MovieGrains to be asked more than it can take.
  scaling_config {
    maximum_concurrency = 5
  }

  # Whether the role may read the queue is checked when this is made.
  depends_on = [aws_iam_role_policy.forwarder]
}
