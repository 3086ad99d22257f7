variable "name" {
  description = "What everything is called, or begins with."
  type        = string
  default     = "movies"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "It begins with a letter and has 2 to 31 small letters, digits and dashes."
  }
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(key, "aws:")])
    error_message = "Keys that begin with aws: are AWS's own."
  }
}

# The bucket

variable "bucket_name" {
  description = "The name of the bucket for drop files; the world over there is one of it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "It has 3 to 63 small letters, digits and dashes (dots would break TLS)."
  }
}

variable "prefix" {
  description = "What the keys of drop files begin with; empty for the whole bucket."
  type        = string
  default     = "drops/"

  validation {
    condition     = var.prefix == "" || (endswith(var.prefix, "/") && !startswith(var.prefix, "/"))
    error_message = "It ends with a slash and does not begin with one."
  }
}

variable "bucket_kms_key_arn" {
  description = "The KMS key that encrypts objects; null for S3's own keys, with which a file is also checked against its MD5."
  type        = string
  default     = null

  validation {
    condition     = var.bucket_kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:", var.bucket_kms_key_arn))
    error_message = "It is the ARN of a KMS key."
  }
}

variable "old_version_days" {
  description = "For how many days replaced and deleted drop files are kept."
  type        = number
  default     = 90

  validation {
    condition     = var.old_version_days >= 1 && floor(var.old_version_days) == var.old_version_days
    error_message = "It is a whole number from 1."
  }
}

# Notifications

variable "notifications" {
  description = "How the bucket's events reach MovieGrains: api_destination (EventBridge posts them), forwarder (a function in the network does), none (polling alone finds everything)."
  type        = string
  default     = "none"

  validation {
    condition     = contains(["api_destination", "forwarder", "none"], var.notifications)
    error_message = "It is api_destination, forwarder or none."
  }
}

variable "notification_url" {
  description = "Where notifications are posted: https://…/ingest/notifications. An API destination needs one that the Internet can reach."
  type        = string
  default     = null

  validation {
    condition     = var.notification_url == null || can(regex("^https?://[^/]+/(ingest/notifications|notify)$", var.notification_url))
    error_message = "It is a URL that ends with /ingest/notifications or /notify."
  }
}

variable "api_connection_arn" {
  description = "Of api_destination: the EventBridge connection that holds the API key. It is made outside, so that the key is not in the state: README.md."
  type        = string
  default     = null

  validation {
    condition     = var.api_connection_arn == null || can(regex("^arn:aws[a-z-]*:events:[^:]+:[0-9]+:connection/", var.api_connection_arn))
    error_message = "It is the ARN of an EventBridge connection."
  }
}

variable "forwarder_key_secret_arn" {
  description = "Of forwarder: the secret in Secrets Manager whose value is the API key. It is made outside, so that the key is not in the state."
  type        = string
  default     = null

  validation {
    condition     = var.forwarder_key_secret_arn == null || can(regex("^arn:aws[a-z-]*:secretsmanager:", var.forwarder_key_secret_arn))
    error_message = "It is the ARN of a secret."
  }
}

variable "forwarder_accept_statuses" {
  description = "Of forwarder: answers other than 2xx that end an event, such as 404 for objects that no source has. Others are tried again and then kept as dead letters."
  type        = list(number)
  default     = []

  validation {
    condition     = alltrue([for status in var.forwarder_accept_statuses : status >= 400 && status < 500])
    error_message = "They are from 400 to 499: what failed on the server's side is worth another attempt."
  }
}

variable "alarm_topic_arn" {
  description = "The SNS topic that is told of dead letters; null for an alarm that tells nobody."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_arn == null || can(regex("^arn:aws[a-z-]*:sns:", var.alarm_topic_arn))
    error_message = "It is the ARN of an SNS topic."
  }
}

# The network, which is there already

variable "vpc_id" {
  description = "The VPC of database, forwarder and EKS; null where none of them is made."
  type        = string
  default     = null

  validation {
    condition     = var.vpc_id == null || can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "It is the id of a VPC."
  }
}

variable "private_subnet_ids" {
  description = "Private subnets of that VPC, in three zones for production, in two at least."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.private_subnet_ids) != 1 && alltrue([for id in var.private_subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))])
    error_message = "They are ids of two subnets or more, or none."
  }
}

variable "client_security_group_ids" {
  description = "Security groups whose members may open connections to the database: those of the nodes or pods of silos and API."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.client_security_group_ids : can(regex("^sg-[0-9a-f]+$", id))])
    error_message = "They are ids of security groups."
  }
}

# The database, of the cluster edition

variable "create_database" {
  description = "Whether PostgreSQL is made: the cluster edition needs it, Standalone does not."
  type        = bool
  default     = true
}

variable "database_version" {
  description = "PostgreSQL's version, its major number at least."
  type        = string
  default     = "17"

  validation {
    condition     = can(regex("^1[5-9](\\.[0-9]+)?$", var.database_version))
    error_message = "It is 15 or later."
  }
}

variable "database_instance_class" {
  description = "The machine of each of the two instances."
  type        = string
  default     = "db.m7g.large"

  validation {
    condition     = can(regex("^db\\.", var.database_instance_class))
    error_message = "It begins with db."
  }
}

variable "database_storage_gb" {
  description = "The disk at first, and up to how much it may grow by itself."
  type        = object({ first = number, most = number })
  default     = { first = 50, most = 500 }

  validation {
    condition     = var.database_storage_gb.first >= 20 && var.database_storage_gb.most >= var.database_storage_gb.first
    error_message = "It is 20 at least at first, and no less later."
  }
}

variable "database_backup_days" {
  description = "For how many days backups are kept: the database can be restored as it was at any moment of these."
  type        = number
  default     = 14

  validation {
    condition     = var.database_backup_days >= 1 && var.database_backup_days <= 35
    error_message = "It is 1 to 35."
  }
}

variable "database_deletion_protection" {
  description = "Whether the database is kept from being destroyed, also by this configuration."
  type        = bool
  default     = true
}

# Who reads the bucket

variable "oidc_provider_arn" {
  description = "The IAM identity provider of the Kubernetes cluster, for the role of the service account; null with create_eks, or where no role is wanted."
  type        = string
  default     = null

  validation {
    condition     = var.oidc_provider_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]+:oidc-provider/.+$", var.oidc_provider_arn))
    error_message = "It is the ARN of an OIDC provider."
  }
}

variable "service_account" {
  description = "The service account that the chart makes for silos, or for Standalone."
  type        = object({ namespace = string, name = string })
  default     = { namespace = "movies", name = "movies" }

  validation {
    condition     = alltrue([for part in values(var.service_account) : can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", part))])
    error_message = "Both are names of Kubernetes: small letters, digits, dots and dashes, without * or ?."
  }
}

# Kubernetes

variable "create_eks" {
  description = "Whether an EKS cluster is made, in the private subnets."
  type        = bool
  default     = false
}

variable "eks" {
  description = "The EKS cluster: its version, its nodes, and from where its API may be reached (none: from within the VPC alone)."
  type = object({
    version        = optional(string, "1.33")
    instance_types = optional(list(string), ["m7g.large"])
    ami_type       = optional(string, "AL2023_ARM_64_STANDARD")
    nodes          = optional(object({ min = number, max = number }), { min = 3, max = 9 })
    public_cidrs   = optional(list(string), [])
  })
  default = {}

  validation {
    condition     = can(regex("^1\\.(2[7-9]|[3-9][0-9])$", var.eks.version)) && var.eks.nodes.min >= 1 && var.eks.nodes.max >= var.eks.nodes.min && !contains(var.eks.public_cidrs, "0.0.0.0/0")
    error_message = "The version is 1.27 or later, there is at least one node, and the API is not open to everybody."
  }
}
